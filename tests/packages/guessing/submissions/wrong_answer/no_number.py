n = int(input())
print('one' if n > 10 else n, flush=True)
while n > 1 and input() != 'right':
    n -= 1
    print(n, flush=True)

n = int(input())
print(*(f'? {i + 1}\n' for i in range(n)), sep='', end='', flush=True)
print('!', sum(int(input()) for _ in range(n)))

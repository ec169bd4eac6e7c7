n = int(input())
lit = 0
for i in range(1, n + 1):
    print('?', i, flush=True)
    lit += int(input())
print('!', lit)

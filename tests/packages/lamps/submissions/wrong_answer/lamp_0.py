n = int(input())
lit = 0
for i in range(n):
    print('?', i, flush=True)
    lit += int(input())
print('!', lit)

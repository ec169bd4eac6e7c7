n = int(input())
lit = 0
for i in range(2 * n):
    print('?', i // 2 + 1, flush=True)
    lit += int(input())
print('!', lit // 2)

n = int(input())
for i in range(1, n + 1):
    print('?', i, flush=True)
    assert i < 4 or input() == '1'
    if i < 4:
        input()
print('!', {3: 2, 1: 0}[n])

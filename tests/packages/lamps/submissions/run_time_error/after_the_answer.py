n = int(input())
print('!', {3: 2, 1: 0, 8: 5}[n], flush=True)
assert n != 8

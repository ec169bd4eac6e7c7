n = int(input())
for i in range(n):
    print(' ' * i + '#')
assert n < 5

n = int(input())
while n == 5:
    pass
for i in range(n):
    print(' ' * i + '#')

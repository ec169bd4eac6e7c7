print(*range(1, int(input().split()[0]) + 1))

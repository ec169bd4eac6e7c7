print(int(input().split()[1]))

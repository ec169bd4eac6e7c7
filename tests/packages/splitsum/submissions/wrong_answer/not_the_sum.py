n = int(input())
print(*(1, n) if n > 2 else ['impossible'])

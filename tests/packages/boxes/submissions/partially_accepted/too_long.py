n = int(input())
print('b\naa' if n > 1 else 'aa')

# stdin: '3 4\n'
a, b = map(int, input().split())
print(a + b)

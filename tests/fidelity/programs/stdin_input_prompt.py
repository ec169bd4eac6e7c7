# stdin: 'x\ny\n'
x = input('prompt> ')
print(x)
print(input())

# stdin: '1 2\n\nlast'
while True:
    print(repr(input()))

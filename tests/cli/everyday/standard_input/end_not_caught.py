# stdin: '1\n2\n'
# EOFError that nobody catches: exit code 1.
while True:
    print(int(input("number: ")) * 2)

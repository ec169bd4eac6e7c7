# stdin: ''
input()

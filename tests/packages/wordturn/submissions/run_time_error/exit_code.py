import sys

word = input()
print(word[::-1])
if word == 'x':
    sys.exit(42)

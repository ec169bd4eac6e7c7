what, text = input().split()
print('a' * int(text) if what == 'encode' else len(text))

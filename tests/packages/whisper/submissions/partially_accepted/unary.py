what, text = input().split()
print('x' * (ord(text) - 96) if what == 'say' else chr(96 + len(text)))

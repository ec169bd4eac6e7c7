what, text = input().split()
print(chr(ord(text) + 1 if what == 'say' else ord(text) - 1))

what, text = input().split()
print(f'{ord(text) - 80:x}' if what == 'say' else chr(int(text, 16) + 80))

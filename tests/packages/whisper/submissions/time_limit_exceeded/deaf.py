what, text = input().split()
print('y' if text == 'd' else text)
while what == 'hear':
    pass

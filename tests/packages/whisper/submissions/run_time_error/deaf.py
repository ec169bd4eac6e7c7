what, text = input().split()
print('x')
assert what == 'say'

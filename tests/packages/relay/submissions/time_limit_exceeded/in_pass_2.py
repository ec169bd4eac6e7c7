task = input().split()
if task[0] == 'hide':
    print('xxx xxy xyx xyy'.split()[int(task[1])])
else:
    print('? 2\n? 3', flush=True)
    letters = input() + input()
    while letters == 'yy':
        pass
    print('!', 'xx xy yx yy'.split().index(letters))

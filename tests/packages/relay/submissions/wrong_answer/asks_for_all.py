task = input().split()
if task[0] == 'hide':
    print('xxx xxy xyx xyy'.split()[int(task[1])])
else:
    letters = ''
    for i in 1, 2, 3:
        print('?', i, flush=True)
        letters += input()
    print('!', 'xxx xxy xyx xyy'.split().index(letters))

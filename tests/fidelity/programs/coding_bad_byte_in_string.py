print('x')
x = 'é'

print('a c')

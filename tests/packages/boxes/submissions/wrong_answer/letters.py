print('abc')

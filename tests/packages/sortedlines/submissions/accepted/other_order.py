print('5  6\n1 2\n\n3 4')

print('3\n1 2')

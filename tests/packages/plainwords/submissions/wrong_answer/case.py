print('A b\nc')

print('x')
# é

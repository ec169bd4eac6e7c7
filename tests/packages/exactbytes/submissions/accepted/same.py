print('a  b\nc')

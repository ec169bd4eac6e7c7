print(' a  b\nc')

print('a  b\nc', end='')

print('CBA')

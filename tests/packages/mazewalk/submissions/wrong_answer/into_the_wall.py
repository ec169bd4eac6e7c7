print('EE')

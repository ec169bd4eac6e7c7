print('impossible')

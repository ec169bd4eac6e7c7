print('\udcff\udc80')

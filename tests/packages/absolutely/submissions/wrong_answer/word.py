print('1000 half')

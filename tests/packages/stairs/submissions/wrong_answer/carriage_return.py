for i in range(int(input())):
    print(' ' * i + '#', end='\r\n')

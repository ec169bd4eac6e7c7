for i in range(int(input())):
    print('\t' * i + '#')

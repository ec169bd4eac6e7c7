open('towns.txt')

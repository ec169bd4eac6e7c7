with open('prices.txt') as file:
    print(dict(line.split() for line in file)[input()])

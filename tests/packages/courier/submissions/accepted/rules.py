with open('rules.txt') as file:
    assert file.read() == 'A price is a whole number.\n'
print({'A': 12, 'B': 7, 'C': 31}[input()[0]])

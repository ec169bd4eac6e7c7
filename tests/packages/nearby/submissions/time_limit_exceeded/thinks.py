word = input()
while word == 'two':
    pass
print(10)

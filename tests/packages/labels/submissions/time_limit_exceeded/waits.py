label = input()
while label[0] == 'm':
    pass
print(label)

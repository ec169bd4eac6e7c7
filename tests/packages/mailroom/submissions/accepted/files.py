with open('letters.in') as letters, open('output.txt', 'w') as output:
    print(3 * int(letters.read()), file=output)

# Neither case nor white space matters to the default validator.
print()
print('  ', input()[::-1].upper(), '\t\n\n')

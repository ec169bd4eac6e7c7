# Ends of lines matter to this one.
print('a B c')

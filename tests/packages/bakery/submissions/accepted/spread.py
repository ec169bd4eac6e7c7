# Spaces, and empty lines at the end, don't matter.
print('  ', 2 * int(input()), '\n\n')

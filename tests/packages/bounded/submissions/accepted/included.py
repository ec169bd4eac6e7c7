from limits import LARGEST

print(min(int(input()), LARGEST))

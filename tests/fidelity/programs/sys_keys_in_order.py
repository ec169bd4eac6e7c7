import sys
print(list(vars(sys)))

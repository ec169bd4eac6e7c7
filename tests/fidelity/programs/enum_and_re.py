import re, enum
class E(enum.Enum):
    A = 1
print(E.A, list(E), re.compile('a', re.I), re.X)

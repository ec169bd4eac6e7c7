from math import *
import importlib, math
print(pi, importlib.reload(math) is math)

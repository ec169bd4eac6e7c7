import sys
first = list(sys.modules)
print(first.index('sys'), first.index('builtins'), first.index('__main__'), first.index('io'))

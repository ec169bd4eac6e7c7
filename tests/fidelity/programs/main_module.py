import sys
m = sys.modules['__main__']
print(m, vars(m) is globals(), m.__spec__, m.__doc__, m.__package__, m.__cached__)

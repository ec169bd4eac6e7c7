import linecache, sys
print(list(linecache.cache))
print(linecache.getline(__file__, 1))

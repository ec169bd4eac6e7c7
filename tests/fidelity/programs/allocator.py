import sys
print(sys._debugmallocstats is not None, sys.getallocatedblocks() > 1000, sys.getsizeof([]), sys.getsizeof({}), sys.getsizeof(''), sys.getrefcount(object()))

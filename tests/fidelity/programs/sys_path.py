import sys, os
print(sys.path[0] == os.getcwd(), sys.path[1:])
print(sys.prefix, sys.exec_prefix, sys.executable, sys.base_prefix, sys.platlibdir, sys.pycache_prefix)

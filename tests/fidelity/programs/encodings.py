import sys, os
print(sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.getfilesystemencodeerrors(), os.fsencode('\udcff'))
print(open(__file__).encoding)

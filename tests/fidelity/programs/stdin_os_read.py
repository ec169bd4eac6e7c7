# stdin: 'abcdefgh\n'
import os, sys
print(os.read(0, 4), open(0).read())

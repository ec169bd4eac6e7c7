# form: link
import sys, os
print(os.path.islink(__file__), sys.path[0] == os.path.dirname(os.path.realpath(__file__)), os.path.basename(sys.path[0]))

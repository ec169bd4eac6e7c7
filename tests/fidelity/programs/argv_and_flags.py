import sys
print(sys.argv, sys.orig_argv, sys.flags, sys.warnoptions, sys._xoptions)

# form: byte code
import sys
print(__name__, __file__, sys.argv, __loader__.__class__, __spec__)
1 / 0

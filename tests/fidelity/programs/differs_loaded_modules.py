# differs: preloaded standard modules are in sys.modules
import sys
print('decimal' in sys.modules)

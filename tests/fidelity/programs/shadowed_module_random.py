# file random.py: 'mine = 1\nfrom math import pi\nclass Random: pass\n'
import tempfile, os
import random
print(getattr(random, 'mine', None))

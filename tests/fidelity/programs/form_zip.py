# form: zip
import sys
print(__name__, __file__.endswith('main.py/__main__.py'), sys.argv, sys.path[0].endswith('main.py'), __spec__.name)
1 / 0

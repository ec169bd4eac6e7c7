f = open(__file__)
del f
import warnings
warnings.simplefilter('always')
f = open(__file__)
del f
g = open(__file__)

# differs: a module of the same name as a preloaded one is written when that is in sys.modules already
open('heapq.py', 'w').write('mine = 1')
import heapq
print(getattr(heapq, 'mine', None))

# file heapq.py: "mine = 'my heapq'\ndef nsmallest(*a): return a\nheappush = heappop = heapify = heapreplace = merge = nlargest = nsmallest\n"
import os
print('heapq.py' in os.listdir('.'))
import heapq, random
print(getattr(heapq, 'mine', None), heapq.__file__ == os.path.join(os.getcwd(), 'heapq.py'))

import importlib.machinery, importlib.util
print(importlib.util.find_spec('math').origin, importlib.util.find_spec('heapq').origin, importlib.machinery.all_suffixes())

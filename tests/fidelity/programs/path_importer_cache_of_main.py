import sys
print(__file__ in sys.path_importer_cache, sys.path_importer_cache.get(__file__))
print([type(f).__name__ for f in sys.meta_path], len(sys.path_hooks))

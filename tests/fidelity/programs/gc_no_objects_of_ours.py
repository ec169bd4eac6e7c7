import gc, sys
print([o for o in gc.get_objects() if 'assize' in repr(type(o)).lower() or (isinstance(o, str) and 'assize' in o)])
print([m for m in gc.get_objects() if isinstance(m, type(sys)) and m.__name__ not in sys.modules and m.__name__.split('.')[0] not in sys.stdlib_module_names])

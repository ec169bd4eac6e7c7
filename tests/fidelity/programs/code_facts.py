import os
def f(): pass
print(f.__code__.co_filename == __file__, f.__module__, f.__code__.co_firstlineno, f.__globals__ is globals(), os.path.isabs(f.__code__.co_filename))

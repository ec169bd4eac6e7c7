import inspect
print([(f.function, f.lineno) for f in inspect.stack()])
def g():
    return [f.function for f in inspect.stack()]
print(g())

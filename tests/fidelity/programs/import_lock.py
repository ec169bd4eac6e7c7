import _imp, importlib._bootstrap as b
print(_imp.lock_held(), b._blocking_on, len(b._module_locks))

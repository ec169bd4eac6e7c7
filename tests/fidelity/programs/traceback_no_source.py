code = compile('def f():\n    raise KeyError(3)\n', __file__ + 'x', 'exec')
exec(code)
f()

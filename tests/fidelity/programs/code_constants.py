def f(): return 'a b c', 1.5, (1, 2), 'x'
def g(): return 'a b c', 1.5, (1, 2), 'x'
print([a is b for a, b in zip(f(), g())], [x is y for x, y in zip(f.__code__.co_consts, g.__code__.co_consts)])

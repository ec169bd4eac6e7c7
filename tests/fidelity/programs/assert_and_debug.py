print(__debug__)
assert 1 == 2, 'message'

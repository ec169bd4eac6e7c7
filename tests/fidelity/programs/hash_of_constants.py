print(hash(None), hash(int), hash(print), hash(...), {None, 1, int, 'x', float})

print(hash(None), hash(int), hash(...), {None, 1, int, 'x', float})

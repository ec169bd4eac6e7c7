print(hash('a'), hash(b'abc'), hash(('x', 1.5)), {'b', 'a', 'c', 'hello', 'world'}, sorted({'x', 'y'}))

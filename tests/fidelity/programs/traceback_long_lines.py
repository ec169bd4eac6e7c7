x = {'a': [1, 2, 3], 'b': (lambda q: q / 0)}
print(x['a'][2], x['b'](   1   ))

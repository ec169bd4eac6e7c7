try:
    try:
        {}['k']
    except KeyError as e:
        raise ValueError('second') from e
except ValueError:
    raise RuntimeError('third')

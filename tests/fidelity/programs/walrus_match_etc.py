def f(x):
    match x:
        case [a, *b]: return a, b
        case {'k': v}: return v
        case _: return None
print(f([1, 2, 3]), f({'k': 5}), f(3), (n := 10))

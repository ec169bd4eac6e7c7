# Comprehensions of all kinds, their scopes, walrus, nested, conditional, and generator expressions.
words = "the quick brown fox jumps over the lazy dog".split()
print([w.upper() for w in words if len(w) > 3])
print({len(w) for w in words} == {3, 4, 5}, {w: len(w) for w in words if "o" in w})
print([[i * j for j in range(1, 4)] for i in range(1, 4)], [c for w in words[:2] for c in w if c not in "aeiou"])
print(sum(x * x for x in range(10) if x % 2), max((len(w), w) for w in words))
print(any(w.startswith("z") for w in words), all(words))
print([y for x in range(5) if (y := x * x) > 3], y)
print([x if x % 2 else -x for x in range(5)], [*range(3), *"ab"], {**{"a": 1}, "b": 2})
matrix = [[1, 2, 3], [4, 5, 6]]
print([list(row) for row in zip(*matrix)], [x for row in matrix for x in row])
print(list(map(list, matrix)) == matrix, sorted({x % 3 for row in matrix for x in row}))
functions = [lambda: i for i in range(3)]
print([f() for f in functions], [f() for f in [lambda i=i: i for i in range(3)]])
lazy = (print("computed", n) or n for n in range(3))
print("before")
print(next(lazy), list(lazy), next(lazy, None))
first, *middle, last = sorted(words, key=lambda w: (-len(w), w))
print(first, middle[:2], last, [*zip(*[iter(range(6))] * 2)])
print([(a, b) for a, b in zip(words, words[1:]) if a[-1] == b[0]])
x = "outer"
print([x for x in range(2)], x, (lambda *a, **k: (a, k))(1, *[2], z=3, **{"w": 4}))
class Scope:
    n = 3
    items = [n for n in range(n)]
    try:
        broken = [i * n for i in range(2)]
    except NameError as error:
        print(error)
print(Scope.items, Scope.n, not hasattr(Scope, "broken"))

import itertools

fields, borders = map(int, input().split())
pairs = [tuple(int(x) - 1 for x in input().split()) for _ in range(borders)]
print(*next(c for c in itertools.product((3, 1, 2), repeat=fields) if all(c[a] != c[b] for a, b in pairs)))

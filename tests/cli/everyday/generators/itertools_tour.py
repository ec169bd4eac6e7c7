# itertools: everything once.
import itertools as it
import operator

print(list(it.islice(it.count(5, 5), 3)), list(it.islice(it.cycle("ab"), 5)))
print(list(it.repeat(7, 2)), list(it.accumulate([1, 2, 3, 4], operator.mul)))
print(list(it.chain([1], (2,), "3")), list(it.chain.from_iterable(["ab", "c"])))
print(list(it.compress("abcd", [1, 0, 1, 0])))
print(list(it.dropwhile(lambda x: x < 3, [1, 3, 2])))
print(list(it.takewhile(lambda x: x < 3, [1, 3, 2])), list(it.filterfalse(None, [0, 1, "", "a"])))
print({k: list(g) for k, g in it.groupby(sorted("banana"))})
print(list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.pairwise("abcd")))
print(["".join(p) for p in it.permutations("abc", 2)], list(it.combinations(range(4), 3)))
print(len(list(it.combinations_with_replacement("abc", 2))))
print(list(it.product("ab", [1, 2])), list(it.product([0, 1], repeat=2)))
print(list(it.zip_longest("ab", [1], fillvalue="-")))
a, b = it.tee(x * x for x in range(4))
print(next(a), list(b), list(a), list(it.islice("abcdefg", 1, None, 2)), sum(it.accumulate(range(5), initial=100)))


def batched(items, n):
    items = iter(items)
    while batch := tuple(it.islice(items, n)):
        yield batch


print(list(batched("abcdefg", 3)), dict(enumerate("ab", 1)), list(zip("ab", range(9))), [*map(max, [1, 5], [3, 2])])
try:
    list(zip("ab", "a", strict=True))
except ValueError as error:
    print(error)

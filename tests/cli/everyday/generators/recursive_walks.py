# Recursive generators: trees in three orders, permutations, subsets, partitions, Gray codes.
class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right

    def insert(self, value):
        side = "left" if value < self.value else "right"
        if getattr(self, side):
            getattr(self, side).insert(value)
        else:
            setattr(self, side, Node(value))

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def permutations(items):
    if not items:
        yield []
    for i, item in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield [item] + rest


def subsets(items):
    if not items:
        yield ()
        return
    for rest in subsets(items[1:]):
        yield rest
        yield (items[0],) + rest


def partitions(n, largest=None):
    if n == 0:
        yield []
    for part in range(min(n, largest or n), 0, -1):
        for rest in partitions(n - part, part):
            yield [part] + rest


def gray(bits):
    if not bits:
        yield ""
        return
    yield from ("0" + code for code in gray(bits - 1))
    yield from ("1" + code for code in reversed(list(gray(bits - 1))))


tree = Node(5)
for value in (3, 8, 1, 4, 9, 7):
    tree.insert(value)
print(list(tree), ["".join(p) for p in permutations("abc")], len(list(subsets(range(8)))), sorted(subsets("xyz"))[:4])
print(list(partitions(5)), sum(1 for _ in partitions(20)), *gray(3))

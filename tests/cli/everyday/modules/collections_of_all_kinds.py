# collections: deque, Counter, defaultdict, OrderedDict, namedtuple, ChainMap, UserDict.
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque, namedtuple

d = deque([1, 2, 3], maxlen=4)
d.appendleft(0)
d.extend([4, 5])
d.rotate(1)
print(d, d[0], d.popleft(), d.index(3), d.maxlen, list(reversed(d)))
c = Counter("mississippi")
c.update("miss")
c.subtract({"p": 5})
print(c.most_common(2), +c, c["z"], Counter(a=3, b=1) & Counter(a=1, b=2))
print(Counter(a=3) | Counter(b=2), Counter(a=1) - Counter(a=2), sorted(c.elements())[:3])
tree = lambda: defaultdict(tree)
t = tree()
t["a"]["b"]["c"] = 1
print(t["a"]["b"]["c"], "x" in t, len(t["x"]), defaultdict(int, a=1)["b"])
o = OrderedDict.fromkeys("abc")
o.move_to_end("a")
print(list(o), o.popitem(last=False), o == {"c": None, "a": None}, list(reversed(o)))
Point = namedtuple("Point", "x y z", defaults=[0])
p = Point(1, 2)
print(p, p._replace(x=5), p._asdict(), Point._make([7, 8, 9]).z, *p, p == (1, 2, 0), Point._field_defaults)
chain = ChainMap({"a": 1}, {"a": 2, "b": 3})
chain["c"] = 4
print(chain["a"], chain["b"], chain.maps[0], chain.parents["a"], sorted(chain), chain.new_child({"a": 0})["a"])


class Upper(UserDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


print(Upper(a=1) | {"b": 2}, UserList([3, 1])[::-1], sorted(UserList([3, 1])))
x = {"a": 1} | {"b": 2}
x.update(c=3)
print(x, x.pop("a"), x.setdefault("d", []), list(x), dict.fromkeys([1, 2], 0))
print({1, 2} ^ {2, 3}, {1} <= {1, 2}, frozenset([1]) | {2})

# copy, pprint, reprlib: shallow and deep, own hooks, wide and nested structures.
import copy
import pprint
import reprlib
from dataclasses import dataclass, field


class Tree:
    def __init__(self, name, *children):
        self.name, self.children = name, list(children)

    def __copy__(self):
        return Tree(self.name + "'", *self.children)

    def __deepcopy__(self, memo):
        return Tree(self.name + '"', *copy.deepcopy(self.children, memo))

    @reprlib.recursive_repr("<loop>")
    def __repr__(self):
        return f"{self.name}({', '.join(map(repr, self.children))})"


tree = Tree("a", Tree("b"), Tree("c"))
print(tree, copy.copy(tree), copy.deepcopy(tree), copy.copy(tree).children[0] is tree.children[0])
tree.children.append(tree)
print(tree)
loop = [1]
loop.append(loop)
twin = copy.deepcopy(loop)
print(twin, twin[1] is twin, copy.copy((1, [2])), copy.deepcopy({"a": {1, 2}}) == {"a": {1, 2}})


@dataclass
class Config:
    name: str = "x"
    options: dict = field(default_factory=lambda: {f"option{i}": list(range(i * 4)) for i in range(4)})


pprint.pprint(Config(), width=50)
pprint.pprint({"z": 1, "a": [{"k": "v" * 30}] * 3}, width=60, compact=True)
pprint.pprint([[[[1]]]], depth=2)
pprint.pp({"b": 1, "a": 2}, sort_dicts=True)
print(pprint.pformat("long text " * 12, width=40), pprint.isrecursive(loop), pprint.isreadable([1]))
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.Repr().repr({i: i for i in range(9)}))

# dataclasses: defaults, order, frozen, slots, post-init, replace, fields, inheritance.
from dataclasses import FrozenInstanceError, InitVar, asdict, astuple, dataclass, field, fields, make_dataclass, replace


@dataclass(order=True)
class Product:
    sort_key: tuple = field(init=False, repr=False)
    name: str
    price: float = 0.0
    tags: list[str] = field(default_factory=list, compare=False)
    discount: InitVar[float] = 0

    def __post_init__(self, discount):
        self.price *= 1 - discount
        self.sort_key = (self.price, self.name)


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0

    def __add__(self, other):
        return replace(self, x=self.x + other.x, y=self.y + other.y)


@dataclass(kw_only=True)
class Named(Product):
    colour: str = "red"


items = [Product("pear", 2.0), Product("apple", 4.0, ["red"], discount=0.5), Product("fig", 9)]
print(sorted(items)[0].name, items[0] < items[2], items[1], asdict(items[1]), astuple(Point(1, 2)))
print(Point(1, 2) + Point(3, 4), {Point(1): "a"}[Point(1, 0)])
print([f.name for f in fields(Point)], hasattr(Point(1), "__dict__"))
try:
    Point(1).x = 5
except FrozenInstanceError as error:
    print(error)
try:
    @dataclass
    class Bad:
        items: list = []
except ValueError as error:
    print(error)
try:
    Point()
except TypeError as error:
    print(error)
print(Named(name="n", colour="blue"), make_dataclass("Pair", ["a", ("b", int, 5)])(1), Point.__match_args__)
match Point(0, 7):
    case Point(0, y):
        print("on the axis at", y)

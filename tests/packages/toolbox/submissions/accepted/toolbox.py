import collections
import dataclasses
import enum
import os
import random
import sys

Point = collections.namedtuple("Point", "x y")


def same(value):
    return value


def letters(text):
    return collections.Counter(text)


def by_length(words):
    result = collections.defaultdict(list)
    for word in words:
        result[len(word)].append(word)
    return result


def last_two(items):
    return collections.deque(items, maxlen=2)


def names(mapping):
    return mapping.keys()


def twice_the_same():
    one = [1]
    return one, one


def knot():
    result = []
    result.append(result)
    return result


def sort(numbers):
    numbers.sort()


def fill(nested):
    nested["a"].append(9)
    nested["b"].add(9)
    nested["new"] = 1


def spoil(numbers):
    numbers.append("spoilt")
    raise RuntimeError


def wrapped(value):
    return (value,)


def ordered(numbers):
    return sorted(numbers)


def greet(name="you", word="hello"):
    return f"{word} {name}"


def collect(*items, **named):
    return items, named


class Account:
    """Somebody's money."""
    count = 0

    def __init__(self, owner, balance):
        self.owner, self.balance = owner, balance
        Account.count += 1

    def deposit(self, amount):
        self.balance += amount

    @classmethod
    def count_of(cls):
        return cls.count

    def __str__(self):
        return f"{self.owner}: {self.balance}"

    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance})"

    def __format__(self, how):
        return format(str(self), how)


class Savings(Account):
    pass


class Temperature:
    def __init__(self, celsius):
        self.celsius = celsius

    @property
    def celsius(self):
        return self._celsius

    @celsius.setter
    def celsius(self, value):
        if value < -273.15:
            raise ValueError("below absolute zero")
        self._celsius = value

    @property
    def fahrenheit(self):
        return self.celsius * 9 / 5 + 32

    @fahrenheit.setter
    def fahrenheit(self, value):
        self.celsius = (value - 32) * 5 / 9


class Empty(LookupError):
    def __init__(self, text):
        super().__init__(text)
        self.wanted = 1


class Queue:
    def __init__(self):
        self._items = []

    def put(self, item):
        self._items.append(item)

    def get(self):
        if not self._items:
            raise Empty("nothing to get")
        return self._items.pop(0)

    def clear(self):
        self._items.clear()

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __getitem__(self, place):
        return self._items[place]

    def __setitem__(self, place, item):
        self._items[place] = item

    def __delitem__(self, place):
        del self._items[place]


class Matrix:
    def __init__(self, rows):
        self.rows = rows

    def __matmul__(self, other):
        columns = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.rows])

    def __add__(self, other):
        return Matrix([[a + b for a, b in zip(*rows)] for rows in zip(self.rows, other.rows)])

    def __mul__(self, factor):
        return Matrix([[a * factor for a in row] for row in self.rows])

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __eq__(self, other):
        return self.rows == other.rows

    def __lt__(self, other):
        return self.rows < other.rows

    def __abs__(self):
        return sum(a * a for row in self.rows for a in row) ** 0.5

    def __int__(self):
        return self.rows[0][0]

    def __getitem__(self, place):
        return self.rows[place[0]][place[1]]


class Timer:
    def __enter__(self):
        self.running = True
        return self

    def __exit__(self, *how):
        self.running = False


def countdown(n):
    """From n down to 1."""
    while n:
        yield n
        n -= 1


class Colour(enum.Enum):
    RED = 1
    GREEN = 2


def next_colour(colour):
    return Colour(colour.value + 1)


@dataclasses.dataclass
class Book:
    title: str
    pages: int


def add_two_numbers():
    print("sum:", int(input()) + int(input()))


def ask_name():
    return input("Name? ")


def complain():
    print("oh", file=sys.stderr)


def apply(function, items):
    return [function(item) for item in items]


def catches(function):
    try:
        function(1)
    except Exception as error:
        return type(error).__name__


def counted(function):
    def wrapper(*arguments):
        wrapper.calls += 1
        return function(*arguments)
    wrapper.calls = 0
    return wrapper


def fixed(function):
    def me(n):
        return function(me, n)
    return me


def first(items, n):
    result = []
    for item in items:
        result.append(item)
        if len(result) == n:
            return result


def length(text):
    return len(text)


def add(a, b):
    return a + b


def roll():
    return random.randint(1, 1000)


def helper():
    return 1


def uses_helper():
    return helper() + 1


def arguments():
    return sys.argv[1:]


def colour():
    return os.environ["COLOUR"]


def leave():
    sys.exit(1)


if __name__ == "__main__":
    add_two_numbers()

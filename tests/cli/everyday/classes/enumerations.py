# enum: values, auto, flags, aliases, methods, by value and name.
import enum
from enum import Enum, Flag, IntEnum, StrEnum, auto, unique


class Planet(Enum):
    EARTH = (5.976e24, 6.37814e6)
    MARS = (6.421e23, 3.3972e6)

    def __init__(self, mass, radius):
        self.mass, self.radius = mass, radius

    @property
    def gravity(self):
        return 6.6743e-11 * self.mass / self.radius**2


class Access(Flag):
    READ = auto()
    WRITE = auto()
    ALL = READ | WRITE


class Level(IntEnum):
    LOW = 1
    HIGH = 10
    MAX = 10


class Suit(StrEnum):
    HEARTS = auto()
    SPADES = auto()

    @classmethod
    def _missing_(cls, value):
        return next((suit for suit in cls if suit.value.startswith(value.lower())), None)


print([f"{p.name} {p.gravity:.2f}" for p in Planet], Planet["MARS"] is Planet.MARS)
print(repr(Level.MAX), Level(1) + 1, Level.LOW < Level.HIGH)
print(Access.READ | Access.WRITE, Access.ALL & ~Access.READ)
print(Access.READ in Access.ALL, list(Access.ALL), Access(0), bool(Access(0)))
print(Suit("H"), f"{Suit.SPADES:>8}", Suit.HEARTS == "hearts", Level.__members__, len(Planet), Suit.SPADES.title())
for bad in (lambda: Suit("x"), lambda: Planet["PLUTO"], lambda: setattr(Planet, "EARTH", 1)):
    try:
        bad()
    except (ValueError, KeyError, AttributeError) as error:
        print(type(error).__name__, error)
try:
    unique(Level)
except ValueError as error:
    print(error)
Animal = Enum("Animal", "CAT DOG", start=5)
print(list(Animal), Animal.DOG.value, enum.Enum.__name__)

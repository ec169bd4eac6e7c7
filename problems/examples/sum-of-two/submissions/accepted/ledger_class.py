# Wraps the two figures in a small class with __add__ and __str__: correct, so AC.
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    value: int

    @classmethod
    def parse(cls, text):
        return cls(int(text))

    def __add__(self, other):
        return Figure(self.value + other.value)

    def __str__(self):
        return str(self.value)


class Ledger:
    def __init__(self, stream):
        self.count = int(stream.readline())
        self.stream = stream

    def __iter__(self):
        for _ in range(self.count):
            day, night = self.stream.readline().split()
            yield Figure.parse(day) + Figure.parse(night)


print(*Ledger(sys.stdin), sep="\n")

# A container with all its protocols: sequence, slices, iteration, hashing, context, copies.
import copy
import operator
from collections.abc import MutableMapping, Sequence


class Deck(Sequence):
    def __init__(self, cards):
        self._cards = list(cards)

    def __len__(self):
        return len(self._cards)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return Deck(self._cards[key])
        return self._cards[operator.index(key)]

    def __repr__(self):
        return f"Deck({self._cards})"


class CaseDict(MutableMapping):
    def __init__(self, *args, **kwargs):
        self._data = {}
        self.update(*args, **kwargs)

    def __getitem__(self, key):
        return self._data[key.lower()]

    def __setitem__(self, key, value):
        self._data[key.lower()] = value

    def __delitem__(self, key):
        del self._data[key.lower()]

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)

    def __missing__(self, key):
        return None


deck = Deck("abcde")
print(len(deck), deck[1], deck[-2:], deck[::2], "c" in deck)
print(deck.index("d"), list(reversed(deck)), deck.count("x"), *deck)
other = copy.deepcopy(deck)
print(other is deck, copy.copy(deck)._cards is deck._cards, other._cards is deck._cards)
headers = CaseDict(Host="x", ACCEPT="y")
headers["host"] += "!"
print(dict(headers), headers.get("Accept"), headers.pop("HOST"))
print("host" in headers, headers.setdefault("New", 1), list(headers.items()))
try:
    deck["a"]
except TypeError as error:
    print(error)
try:
    headers["gone"]
except KeyError as error:
    print(error)

# pickle: own classes, state, shared references, protocols, errors.
import copyreg
import io
import pickle


class Account:
    def __init__(self, owner, balance):
        self.owner, self.balance, self.lock = owner, balance, object()

    def __getstate__(self):
        return {k: v for k, v in self.__dict__.items() if k != "lock"}

    def __setstate__(self, state):
        self.__dict__.update(state, lock=None)

    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance})"


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


copyreg.pickle(Point, lambda point: (Point, (point.x, point.y)))
shared = [1]
data = {"account": Account("Ada", 5), "pair": (shared, shared), "point": Point(1, 2), "set": frozenset("a"), "f": len}
data["self"] = data
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    back = pickle.loads(pickle.dumps(data, protocol))
    print(protocol, back["account"], back["pair"][0] is back["pair"][1])
    print(back["point"].y, back["self"] is back, back["f"]("abc"))
with open("data.pickle", "wb") as file:
    pickle.dump([1, 2], file)
    pickle.dump("second", file)
with open("data.pickle", "rb") as file:
    print(pickle.load(file), pickle.load(file))
    try:
        pickle.load(file)
    except EOFError as error:
        print(error)
for bad in (lambda: pickle.dumps(lambda: 0), lambda: pickle.loads(b"garbage")):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__)
print(len(pickle.dumps(io.BytesIO(b"x"))) > 10, b"Account" in pickle.dumps(data["account"]))

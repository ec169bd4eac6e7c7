# random with a seed: the same everywhere.
import random

random.seed(2024)
print(random.random(), random.randint(1, 6), random.uniform(0, 1), random.gauss(0, 1), random.choice("abc"))
deck = [f"{rank}{suit}" for suit in "♠♥♦♣" for rank in "A23456789TJQK"]
random.shuffle(deck)
print(*deck[:10])
print(random.sample(range(1000), 5), random.choices("ab", weights=[9, 1], k=12))
print(random.getrandbits(70), random.randbytes(5).hex())
own = random.Random("text")
print([own.randrange(0, 100, 7) for _ in range(5)], own.triangular(0, 1, 0.5))
print(own.expovariate(2), own.betavariate(1, 2), own.normalvariate())
state = random.getstate()
a = [random.random() for _ in range(3)]
random.setstate(state)
print(a == [random.random() for _ in range(3)], random.Random(1).random() == random.Random(1).random())
inside = sum(own.random() ** 2 + own.random() ** 2 < 1 for _ in range(20_000))
print(inside * 4 / 20_000)
print(random.sample(["x", "y"], k=3, counts=[2, 2]), random.vonmisesvariate(0, 4))
print(random.paretovariate(3), own.lognormvariate(0, 1))
try:
    random.choice([])
except IndexError as error:
    print(error)
try:
    random.sample([1], 2)
except ValueError as error:
    print(error)

import random
random.seed(5)
print(random.random(), random.sample(range(100), 5), random.gauss(0, 1), random.choice('abc'))
r = random.Random(3)
print(r.getrandbits(64))

# Simulations with a seed: random walk, birthday paradox, Monty Hall, queue at a till, epidemic.
import random
from collections import deque

rng = random.Random(99)
x = y = 0
for _ in range(1000):
    dx, dy = rng.choice([(1, 0), (-1, 0), (0, 1), (0, -1)])
    x, y = x + dx, y + dy
print("walk ends at", (x, y))
print("birthdays", sum(len(set(rng.choices(range(365), k=23))) < 23 for _ in range(500)) / 500)
wins = {True: 0, False: 0}
for _ in range(500):
    car, pick = rng.randrange(3), rng.randrange(3)
    opened = next(d for d in range(3) if d not in (car, pick))
    switched = next(d for d in range(3) if d not in (pick, opened))
    wins[True] += switched == car
    wins[False] += pick == car
print("doors", wins)
queue, waited, served = deque(), 0, 0
for minute in range(480):
    if rng.random() < 0.3:
        queue.append(minute)
    if queue and minute % 3 == 0:
        waited += minute - queue.popleft()
        served += 1
print(f"till: {served} served, {waited / served:.2f} min on average, {len(queue)} left")
healthy, ill, immune = 990, 10, 0
for day in range(60):
    new = min(healthy, sum(rng.random() < 0.25 * healthy / 1000 for _ in range(ill)))
    well = sum(rng.random() < 0.1 for _ in range(ill))
    healthy, ill, immune = healthy - new, ill + new - well, immune + well
print("epidemic", healthy, ill, immune)

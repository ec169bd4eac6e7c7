# The dining philosophers, without a deadlock: forks are taken in order.
import threading

FORKS = [threading.Lock() for _ in range(5)]
meals = [0] * 5


def dine(seat):
    first, second = sorted((seat, (seat + 1) % 5))
    for _ in range(200):
        with FORKS[first], FORKS[second]:
            meals[seat] += 1


diners = [threading.Thread(target=dine, args=(seat,), daemon=True) for seat in range(5)]
for diner in diners:
    diner.start()
for diner in diners:
    diner.join(60)
print(meals, any(fork.locked() for fork in FORKS))

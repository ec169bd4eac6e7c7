# Transfers between accounts by many threads: no money is lost.
import random
import threading


class Account:
    def __init__(self, number, balance):
        self.number, self.balance, self.lock = number, balance, threading.Lock()


def transfer(source, target, amount):
    if source is target:
        return False
    one, other = sorted((source, target), key=lambda account: account.number)
    with one.lock, other.lock:
        if source.balance < amount:
            return False
        source.balance -= amount
        target.balance += amount
        return True


accounts = [Account(i, 1000) for i in range(5)]


def clerk(seed):
    choice = random.Random(seed)
    for _ in range(300):
        transfer(choice.choice(accounts), choice.choice(accounts), choice.randint(1, 200))


clerks = [threading.Thread(target=clerk, args=(n,)) for n in range(6)]
for thread in clerks:
    thread.start()
for thread in clerks:
    thread.join()
print(sum(account.balance for account in accounts), min(account.balance for account in accounts) >= 0)

# stdin: 'add pen 10 1.20\nadd ink 2 4.5\nsell pen 3\nsell ink 5\nsell cup 1\nrefund\nadd x -1 1\nreport\n'
# An inventory that is kept by commands, with a table of handlers and decorators.
import sys
from decimal import Decimal, InvalidOperation

handlers, stock, cash = {}, {}, Decimal(0)


def command(function):
    handlers[function.__name__] = function
    return function


@command
def add(name, count, price):
    if int(count) <= 0:
        raise ValueError(f"count must be positive, not {count}")
    stock[name] = [int(count), Decimal(price)]


@command
def sell(name, count):
    global cash
    if stock[name][0] < int(count):
        raise ValueError(f"only {stock[name][0]} of {name}")
    stock[name][0] -= int(count)
    cash += int(count) * stock[name][1]


@command
def report():
    for name, (count, price) in sorted(stock.items()):
        print(f"{name:<6}{count:>4}{price:>8}{count * price:>9}")
    print(f"cash {cash}")


faults = 0
for number, line in enumerate(sys.stdin, 1):
    name, *rest = line.split()
    try:
        handlers[name](*rest)
    except KeyError as error:
        print(f"{number}: unknown {error}")
        faults += 1
    except (ValueError, TypeError, InvalidOperation) as error:
        print(f"{number}: {error}")
        faults += 1
sys.exit(faults)

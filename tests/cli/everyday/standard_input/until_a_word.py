# stdin: 'milk 2\nbread 1\neggs twelve\n\nend\nrest\n'
# Lines until "end"; bad numbers; blank lines; the rest is left.
import sys

basket = {}
for line in iter(input, "end"):
    if not line.strip():
        print("(blank)")
        continue
    item, _, count = line.partition(" ")
    try:
        basket[item] = int(count)
    except ValueError as error:
        print(error)
print(basket, repr(sys.stdin.read()))

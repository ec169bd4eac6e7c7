# All the ways to format: f-strings, format, %, Template, justification.
from decimal import Decimal
from string import Template

rows = [("Apples", 3, 0.5), ("Pears", 12, 1.25), ("Dragon fruit", 100, 12.999)]
print(f"{'item':<14}{'n':>5}{'price':>10}{'total':>12}")
for name, n, price in rows:
    print(f"{name:.<14}{n:>5d}{price:>10.2f}{n * price:>12,.2f}")
print("%-10s|%5.1f|%05d|%x|%+d|%e|%%" % ("left", 3.14159, 42, 255, 7, 12345.678))
print("{0} {1} {0!r} {name:^9} {2[1]} {3.real}".format("a", 1, [5, 6], 2 + 3j, name="mid"))
print(Template("$who owes $$${amount}").substitute(who="Ada", amount=5))
print(Template("$missing stays").safe_substitute())
print(f"{1234567.891:_.1f} {0.000012:g} {1e20:g} {255:#b} {255:#o} {255:#X} {-5: d} {5: d} {0.256:.1%}")
width, precision = 12, 3
print(f"[{3.14159265:{width}.{precision}}] [{'x':*^{width}}] {Decimal('1.10'):>8} {'ab':5}|")
print("|".join(["a".ljust(4), "b".rjust(4), "c".center(5), "7".zfill(4), "-7".zfill(4)]))
print(f"{rows[0][0]!r:>10} {ord('ä'):04x} {chr(8364)} {True:d} {None!s:>6}", end="!\n")
print("a", "b", sep="", end="")
print()

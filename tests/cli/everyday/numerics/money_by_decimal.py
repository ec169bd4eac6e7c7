# decimal: money, contexts, rounding, traps, long division.
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, getcontext, localcontext

price = Decimal("19.99")
cent = Decimal("0.01")
print(price * 3, price / 3, (price / 3).quantize(cent), Decimal(0.1), Decimal("0.1") + Decimal("0.2") == Decimal("0.3"))
for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN):
    print(mode, [str(Decimal(x).quantize(cent, mode)) for x in ("2.665", "2.675", "-2.665")])
with localcontext() as context:
    context.prec = 50
    print(Decimal(2).sqrt(), Decimal(1) / 7, Decimal(1).exp(), sep="\n")
print(getcontext().prec, Decimal("1E+5").normalize(), Decimal("12300").normalize())
print(f"{Decimal('1234567.891'):,.2f}", Decimal("-0"))
for bad in (lambda: Decimal(1) / 0, lambda: Decimal("abc"), lambda: Decimal("Infinity") - Decimal("Infinity")):
    try:
        bad()
    except (DivisionByZero, InvalidOperation) as error:
        print(type(error).__name__)
print(Context(prec=3).divide(Decimal(2), 3), Decimal("NaN") == Decimal("NaN"))
print(Decimal("3.14").as_tuple(), Decimal("7.5").as_integer_ratio())
balance = Decimal("1000")
for year in range(3):
    balance += (balance * Decimal("0.035")).quantize(cent)
    print(year, balance)
print(sum([Decimal("0.10")] * 3), max(Decimal("1.0"), Decimal("1")))
print(hash(Decimal("1.0")) == hash(1), Decimal(10).log10(), Decimal("1.1").compare(1))

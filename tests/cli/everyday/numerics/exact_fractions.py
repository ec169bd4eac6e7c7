# fractions: exact arithmetic, continued fractions, Egyptian fractions, Bernoulli numbers.
from fractions import Fraction
from math import comb, pi


def continued(x, steps):
    terms = []
    for _ in range(steps):
        terms.append(x.numerator // x.denominator)
        x -= terms[-1]
        if not x:
            break
        x = 1 / x
    return terms


def egyptian(x):
    while x:
        unit = -(-x.denominator // x.numerator)
        yield unit
        x -= Fraction(1, unit)


print(Fraction(6, -4), Fraction("3.25"), Fraction(0.1).limit_denominator(100))
print(Fraction(1, 3) + Fraction(1, 6), Fraction(7, 3) // 1)
print(Fraction(pi).limit_denominator(1000), continued(Fraction(415, 93), 10))
print(continued(Fraction(pi), 6), list(egyptian(Fraction(5, 121))))
bernoulli = []
for n in range(13):
    bernoulli.append(Fraction(n == 0) - sum(comb(n, k) * bernoulli[k] / (n - k + 1) for k in range(n)))
print([str(b) for b in bernoulli if b])
print(Fraction(1, 2) == 0.5, Fraction(1, 3) == 1 / 3, float(Fraction(1, 3)))
print(round(Fraction(7, 2)), Fraction(3, 2) ** 2, Fraction(4) ** Fraction(1, 2))
for bad in (lambda: Fraction(1, 0), lambda: Fraction("x")):
    try:
        bad()
    except (ZeroDivisionError, ValueError) as error:
        print(error)

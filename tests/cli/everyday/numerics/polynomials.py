# Polynomials with operators: sum, product, division, derivative, roots, text.
from itertools import zip_longest


class Polynomial:
    def __init__(self, *coefficients):
        self.c = list(coefficients)
        while len(self.c) > 1 and not self.c[-1]:
            self.c.pop()

    def __add__(self, other):
        return Polynomial(*(a + b for a, b in zip_longest(self.c, other.c, fillvalue=0)))

    def __mul__(self, other):
        out = [0] * (len(self.c) + len(other.c) - 1)
        for i, a in enumerate(self.c):
            for j, b in enumerate(other.c):
                out[i + j] += a * b
        return Polynomial(*out)

    def __divmod__(self, other):
        rest, quotient = self.c[:], [0] * max(1, len(self.c) - len(other.c) + 1)
        for shift in range(len(self.c) - len(other.c), -1, -1):
            quotient[shift] = rest[shift + len(other.c) - 1] // other.c[-1]
            for i, b in enumerate(other.c):
                rest[shift + i] -= quotient[shift] * b
        return Polynomial(*quotient), Polynomial(*rest)

    def __call__(self, x):
        value = 0
        for a in reversed(self.c):
            value = value * x + a
        return value

    def derivative(self):
        return Polynomial(*(i * a for i, a in enumerate(self.c) if i)) if len(self.c) > 1 else Polynomial(0)

    def __str__(self):
        terms = [f"{a:+d}" + ("" if not i else "x" if i == 1 else f"x^{i}") for i, a in reversed(list(enumerate(self.c))) if a]
        return " ".join(terms) or "0"


p, q = Polynomial(-6, 11, -6, 1), Polynomial(-1, 1)
quotient, rest = divmod(p, q)
print(p, "|", quotient, "|", rest, "|", q * quotient + rest, "|", p.derivative(), "|", p + Polynomial(6, -11, 6, -1))
print([x for x in range(-10, 10) if p(x) == 0], p(10**20), Polynomial(0)(5), (q * q * q)(1))

# Numerical methods: roots, integrals, differential equations, interpolation.
import math


def newton(f, df, x, steps=30):
    for n in range(steps):
        x, before = x - f(x) / df(x), x
        if abs(x - before) < 1e-12:
            return x, n
    raise ArithmeticError("no root")


def bisect(f, a, b):
    while b - a > 1e-12:
        middle = (a + b) / 2
        a, b = (a, middle) if f(a) * f(middle) <= 0 else (middle, b)
    return a


def simpson(f, a, b, n=200):
    h = (b - a) / n
    return h / 3 * (f(a) + f(b) + 4 * sum(f(a + i * h) for i in range(1, n, 2)) + 2 * sum(f(a + i * h) for i in range(2, n, 2)))


def runge_kutta(f, t, y, h, steps):
    for _ in range(steps):
        k1 = f(t, y)
        k2 = f(t + h / 2, y + h / 2 * k1)
        k3 = f(t + h / 2, y + h / 2 * k2)
        k4 = f(t + h, y + h * k3)
        t, y = t + h, y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return y


def lagrange(points, x):
    return sum(y * math.prod((x - a) / (b - a) for a, _ in points if a != b) for b, y in points)


root, steps = newton(lambda x: x * x - 2, lambda x: 2 * x, 1.0)
print(f"{root:.12f} {steps} {bisect(math.cos, 1, 2):.10f} {simpson(math.sin, 0, math.pi):.10f}")
print(f"{runge_kutta(lambda t, y: y, 0, 1, 0.1, 10):.8f} {math.e:.8f} {lagrange([(0, 1), (1, 3), (2, 7)], 3):.6f}")
try:
    newton(lambda x: x * x + 1, lambda x: 2 * x, 0.5)
except ArithmeticError as error:
    print(error)

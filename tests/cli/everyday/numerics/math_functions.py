# math and cmath: functions, special values, errors.
import cmath
import math

print(math.gcd(84, 126, 210), math.lcm(4, 6, 10), math.comb(10, 3))
print(math.perm(5, 2), math.factorial(20), math.isqrt(10**20 + 1))
print(f"{math.pi:.10f} {math.e:.10f} {math.tau:.5f}", math.hypot(3, 4, 12))
print(math.dist((0, 0), (3, 4)), math.degrees(math.pi))
print([f"{f(0.5):.9f}" for f in (math.sin, math.cos, math.tan, math.asin, math.sinh, math.exp, math.log, math.log2, math.gamma, math.erf)])
print(math.fsum([0.1] * 10), sum([0.1] * 10), math.prod(range(1, 8)))
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5))
print(math.isclose(0.1 + 0.2, 0.3), 0.1 + 0.2 == 0.3, math.nextafter(1, 2))
print(math.ulp(1.0), math.frexp(10), math.ldexp(0.625, 4))
print(math.inf > 10**308, math.isnan(math.nan), math.copysign(1, -0.0))
print(math.fmod(-7, 3), -7 % 3, math.remainder(7, 4), math.modf(3.25))
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), divmod(-7, 2), -7 // 2, 2**-1, 7 // 2.0)
print(cmath.sqrt(-4), abs(3 + 4j), cmath.phase(-1), complex("1+2j") * 1j)
print(cmath.polar(1j)[0], (1 + 2j).conjugate(), cmath.isclose(cmath.exp(cmath.pi * 1j), -1))
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.exp(1000), lambda: 1 / 0, lambda: 0.0**-1, lambda: math.factorial(-1),
            lambda: int("x"), lambda: int(math.inf), lambda: 2.0**10000):
    try:
        bad()
    except (ValueError, ArithmeticError) as error:
        print(type(error).__name__, error)

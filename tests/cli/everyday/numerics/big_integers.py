# Big integers: Fibonacci, powers, modular inverses, bits, bases, RSA by hand, the limit of digits.
import sys


def fib(n):
    a, b = 0, 1
    for bit in bin(n)[2:]:
        a, b = a * (2 * b - a), a * a + b * b
        if bit == "1":
            a, b = b, a + b
    return a


print(fib(300), fib(10_000) % 10**10, 2**200, 3**100 % 1000)
print(pow(3, 10**18, 10**9 + 7), pow(3, -1, 11), len(str(2**4000)))
p, q, e = 1000003, 1000033, 65537
n, d = p * q, pow(e, -1, (p - 1) * (q - 1))
message = int.from_bytes(b"hi!", "big")
code = pow(message, e, n)
print(code, pow(code, d, n).to_bytes(3, "big"))
print((255).bit_length(), (0b1011).bit_count(), ~5, 5 & 3, 5 | 3, 5 ^ 3)
print(1 << 70, -17 >> 2, int("zz", 36), int("0b101", 0), 0x_ff, 1_000)


def to_base(n, base):
    digits = ""
    while n:
        n, r = divmod(n, base)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[r] + digits
    return digits or "0"


print([to_base(2024, b) for b in (2, 3, 8, 16, 36)], to_base(10**30, 36), (10**30).__format__(",d"))
print(sys.get_int_max_str_digits())
try:
    str(10**5000)
except ValueError as error:
    print(error)
sys.set_int_max_str_digits(6000)
print(len(str(10**5000)), hash(2**61), True + True, int(True))
print(0.1.as_integer_ratio(), (0.5).hex(), float.fromhex("0x1.8p1"))

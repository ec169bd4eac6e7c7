# stdin: '3\n2 3\n10 -4\n1000000000000 1\n'
# T test cases, with "Case #i:" as in a contest; output collected and written once.
import sys

data = iter(sys.stdin.read().split())
out = []
for case in range(1, int(next(data)) + 1):
    a, b = int(next(data)), int(next(data))
    out.append(f"Case #{case}: {a + b} {a * b} {a % b if b else 'x'}")
sys.stdout.write("\n".join(out) + "\n")
print(next(data, "no more"))

"""Is a test's input as the statement says? Exit code 42 if it is, 43 if not. Run for every test by `assize problem check`."""
import re
import sys

text = sys.stdin.read()
if not re.fullmatch(r"\d+ \d+\n\d+( \d+)*\n", text):
    sys.exit(43)
first, second = text.splitlines()
n, s = map(int, first.split())
numbers = [int(word) for word in second.split()]
sys.exit(42 if 2 <= n == len(numbers) <= 16_000 and s <= 2000 and max(numbers) <= 1000 else 43)

import sys

from bounds import in_bounds

text = sys.stdin.read()
try:
    number = int(text)
except ValueError:
    sys.exit(43)
sys.exit(42 if in_bounds(number, int(sys.argv[1])) else 43)

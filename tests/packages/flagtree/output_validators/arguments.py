"""Accepts the number of the input, if it was called with the arguments that follow it there, one a line."""
import sys

with open(sys.argv[1]) as file:
    number, *wanted = file.read().splitlines()
if sys.argv[4:] != wanted:
    with open(sys.argv[3] + "judgeerror.txt", "w") as file:
        print(f"called with {sys.argv[4:]} instead of {wanted}", file=file)
    sys.exit(1)
sys.exit(42 if sys.stdin.read().split() == [number] else 43)

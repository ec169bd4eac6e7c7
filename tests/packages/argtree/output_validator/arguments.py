"""Accepts the number of the input, if it was called with the arguments that the answer file has, one a line."""
import sys

with open(sys.argv[2]) as file:
    wanted = file.read().splitlines()
if sys.argv[4:] != wanted:
    with open(sys.argv[3] + "judgeerror.txt", "w") as file:
        print(f"called with {sys.argv[4:]} instead of {wanted}", file=file)
    sys.exit(1)
with open(sys.argv[1]) as file:
    sys.exit(42 if file.read().split() == sys.stdin.read().split() else 43)

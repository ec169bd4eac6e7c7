"""Called with the largest number that is allowed, and perhaps with 'strict': two spaces are then wrong."""
import re
import sys

largest = int(sys.argv[1])
separator = " " if sys.argv[2:] == ["strict"] else " +"
found = re.fullmatch(rf"(\d+){separator}(\d+)\n", sys.stdin.read())
if not found:
    sys.exit("not two numbers on a line")
if not all(1 <= int(number) <= largest for number in found.groups()):
    sys.exit(f"not from 1 to {largest}")
sys.exit(42)

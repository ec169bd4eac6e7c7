import sys

with open(sys.argv[1]) as file:
    count, total = map(int, file.read().split())
try:
    numbers = [int(word) for word in sys.stdin.read().split()]
except ValueError:
    sys.exit(43)
if len(numbers) != count or sum(numbers) != total:
    with open(sys.argv[3] + "judgemessage.txt", "w") as message:
        print(f"{len(numbers)} numbers with sum {sum(numbers)}", file=message)
    sys.exit(43)
sys.exit(42)

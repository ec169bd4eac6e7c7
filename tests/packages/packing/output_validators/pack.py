import sys
from decimal import Decimal

with open(sys.argv[1]) as file:
    room = int(file.readline())
    things = [file.readline().split() for _ in range(int(file.readline()))]


def wrong(text):
    with open(sys.argv[3] + "judgemessage.txt", "w") as message:
        print(text, file=message)
    sys.exit(43)


words = sys.stdin.buffer.read().split()
if not all(word.isdigit() for word in words):
    wrong("not numbers of things")
chosen = [int(word) for word in words]
if len(set(chosen)) < len(chosen) or not all(1 <= number <= len(things) for number in chosen):
    wrong("a thing that isn't there, or not any more")
size = sum(int(things[number - 1][0]) for number in chosen)
if size > room:
    wrong(f"{size} doesn't fit into {room}")
with open(sys.argv[3] + "score.txt", "w") as score:
    print(sum(Decimal(things[number - 1][1]) for number in chosen), file=score)
sys.exit(42)

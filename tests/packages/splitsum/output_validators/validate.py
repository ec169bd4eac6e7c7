"""Any two different positive numbers with the given sum are right."""
import sys

feedback = sys.argv[3]


def say(name, text):
    with open(feedback + name, "a") as file:
        file.write(text + "\n")


def wrong(for_judges, for_team):
    say("judgemessage.txt", for_judges)
    say("teammessage.txt", for_team)
    sys.exit(43)


with open(sys.argv[1]) as file:
    total = int(file.read())
with open(sys.argv[2]) as file:
    possible = file.read().strip() == "possible"
words = sys.stdin.buffer.read().decode("latin-1").split()
if words == ["impossible"]:
    if possible:
        wrong(f"says impossible, but 1 + {total - 1} = {total}", "There is a way.")
    sys.exit(42)
if len(words) != 2:
    wrong(f"{len(words)} words instead of 2", "Two numbers are wanted.")
try:
    a, b = map(int, words)
except ValueError:
    wrong(f"not numbers: {words!a}", "Two numbers are wanted.")
if a < 1 or b < 1 or a == b:
    wrong(f"{a} and {b} aren't different positive numbers", "The numbers must be positive and differ.")
if a + b != total:
    wrong(f"{a} + {b} = {a + b}, not {total}", "The sum is wrong.")
if not possible:
    sys.exit("the answer file is wrong: there is a way")
say("judgemessage.txt", f"{a} + {b}")
sys.exit(42)

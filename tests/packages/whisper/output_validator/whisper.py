import os
import sys

feedback = sys.argv[3]
with open(sys.argv[2]) as file:
    letter = file.read().strip()
words = sys.stdin.read().split()
if not os.path.exists(feedback + "text"):
    if len(words) != 1 or not 1 <= len(words[0]) <= 5 or letter in words[0]:
        sys.exit(43)
    with open(feedback + "text", "w") as file:
        file.write(words[0])
    with open(feedback + "nextpass.in", "w") as file:
        print("hear", words[0], file=file)
    sys.exit(42)
if words != [letter]:
    sys.exit(43)
with open(feedback + "text") as file:
    length = len(file.read())
with open(feedback + "score_multiplier.txt", "w") as file:
    file.write("1" if length == 1 else "0.5" if length == 2 else "0.1")
sys.exit(42)

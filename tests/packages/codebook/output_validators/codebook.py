import os
import sys

feedback = sys.argv[3]
words = sys.stdin.read().split()
with open(sys.argv[2]) as file:
    number = file.read().strip()


def say(text):
    with open(feedback + "judgemessage.txt", "a") as message:
        print(text, file=message)


if os.path.exists(feedback + "word"):
    with open(feedback + "word") as file:
        word = file.read()
    say(f"pass 2: {word} was read as {' '.join(words)}")
    sys.exit(42 if words == [number] else 43)
if len(words) != 1 or len(words[0]) > 12 or set(words[0]) - set("ab"):
    say("pass 1: no code word")
    sys.exit(43)
say(f"pass 1: {words[0]}")
with open(feedback + "word", "w") as file:
    file.write(words[0])
with open(feedback + "nextpass.in", "w") as file:
    print("decode", words[0], file=file)
sys.exit(42)

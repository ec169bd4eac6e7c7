import sys

with open(sys.argv[1]) as file:
    highest, number = map(int, file.read().split())


def end(code, text):
    with open(sys.argv[3] + "judgemessage.txt", "w") as message:
        print(text, file=message)
    sys.exit(code)


def answer(text):
    try:
        print(text, flush=True)
    except BrokenPipeError:
        sys.stdout = None
        end(43, "nobody reads the answers any more")


answer(highest)
for count in range(1, 11):
    line = sys.stdin.readline(100)
    if not line:
        end(43, f"no guess {count}")
    if not line.strip().isdecimal():
        end(43, f"guess {count} is no number: {line!a}")
    guess = int(line)
    if guess == number:
        answer("right")
        end(42, f"{count} guesses")
    answer("lower" if number < guess else "higher")
end(43, "too many guesses")

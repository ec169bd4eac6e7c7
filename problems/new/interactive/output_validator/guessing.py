"""Talks with the submission: what it prints is our standard input, what we print is its.

The arguments are the test's input, its answer, and a folder for feedback. Exit code 42 is accepted, 43 a wrong answer; any other
is an error of this program, which no submission must be able to cause. So nothing here trusts what is read.
"""
import pathlib
import sys

number = int(pathlib.Path(sys.argv[1]).read_text())
feedback = pathlib.Path(sys.argv[3])


def wrong(why):
    (feedback / "judgemessage.txt").write_text(why + "\n")  # for staff; the submitter doesn't see it
    sys.exit(43)


for count in range(10):
    line = sys.stdin.readline(100)
    if not line:
        wrong(f"it ended after {count} guesses")
    try:
        guess = int(line)
    except ValueError:
        wrong(f"no number: {line!r}")
    if guess == number:
        print("right", flush=True)
        sys.exit(42 if not sys.stdin.read(1) else 43)
    print("smaller" if number < guess else "larger", flush=True)
wrong("10 guesses were not enough")

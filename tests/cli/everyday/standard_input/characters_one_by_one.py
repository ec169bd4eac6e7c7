# stdin: '({[<>]})\n(]\n((\n'
# Single characters by read(1): a checker for brackets.
import sys

PAIRS = dict(zip(")]}>", "([{<"))
stack, line, good = [], 1, True
while char := sys.stdin.read(1):
    if char == "\n":
        print(line, "balanced" if good and not stack else f"wrong: {''.join(stack)}")
        stack, line, good = [], line + 1, True
    elif char in PAIRS:
        good = good and bool(stack) and stack.pop() == PAIRS[char]
    else:
        stack.append(char)

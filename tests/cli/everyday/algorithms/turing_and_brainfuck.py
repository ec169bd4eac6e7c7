# Two machines: a Turing machine that adds one, and an interpreter of Brainfuck.
from collections import defaultdict

RULES = {("right", "0"): ("0", 1, "right"), ("right", "1"): ("1", 1, "right"), ("right", " "): (" ", -1, "carry"),
         ("carry", "1"): ("0", -1, "carry"), ("carry", "0"): ("1", 0, "halt"), ("carry", " "): ("1", 0, "halt")}


def turing(text):
    tape, at, state, steps = defaultdict(lambda: " ", enumerate(text)), 0, "right", 0
    while state != "halt":
        tape[at], move, state = RULES[state, tape[at]]
        at, steps = at + move, steps + 1
    return "".join(tape[i] for i in sorted(tape)).strip(), steps


def brainfuck(code, given=""):
    jumps, open_ = {}, []
    for i, c in enumerate(code):
        if c == "[":
            open_.append(i)
        elif c == "]":
            jumps[i] = open_.pop()
            jumps[jumps[i]] = i
    cells, pointer, i, out, given = [0] * 100, 0, 0, [], iter(given)
    while i < len(code):
        match code[i]:
            case ">":
                pointer += 1
            case "<":
                pointer -= 1
            case "+" | "-" as sign:
                cells[pointer] = (cells[pointer] + (1 if sign == "+" else -1)) % 256
            case ".":
                out.append(chr(cells[pointer]))
            case ",":
                cells[pointer] = ord(next(given, "\0"))
            case "[" if not cells[pointer]:
                i = jumps[i]
            case "]" if cells[pointer]:
                i = jumps[i]
        i += 1
    return "".join(out)


print(turing("1011"), turing("111"), brainfuck("++++++++[>++++++++<-]>+.+.+."), brainfuck(",[.,]", "echo"))

# A calculator: tokens, recursive descent, variables, functions, errors with their place.
import math
import re

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|(\w+)|(\*\*|.))")


class Parser:
    def __init__(self, names):
        self.names = names

    def parse(self, text):
        self.tokens = [(m.start(m.lastindex), m.lastindex, m[m.lastindex]) for m in TOKEN.finditer(text)] + [(len(text), 0, "end")]
        self.at = 0
        if len(self.tokens) > 2 and self.tokens[1][2] == "=":
            self.at = 2
            self.names[self.tokens[0][2]] = value = self.sum()
        else:
            value = self.sum()
        if self.tokens[self.at][2] != "end":
            self.fail()
        return value

    def fail(self):
        raise SyntaxError(f"unexpected {self.tokens[self.at][2]!r} at {self.tokens[self.at][0]}")

    def take(self, *wanted):
        if self.tokens[self.at][2] in wanted:
            self.at += 1
            return self.tokens[self.at - 1][2]

    def sum(self):
        value = self.product()
        while op := self.take("+", "-"):
            value = value + self.product() if op == "+" else value - self.product()
        return value

    def product(self):
        value = self.power()
        while op := self.take("*", "/"):
            value = value * self.power() if op == "*" else value / self.power()
        return value

    def power(self):
        if self.take("-"):
            return -self.power()
        base = self.atom()
        return base ** self.power() if self.take("**", "^") else base

    def atom(self):
        _, kind, text = self.tokens[self.at]
        self.at += 1
        if kind == 1:
            return float(text)
        if text == "(" or kind == 2 and self.take("("):
            value = self.sum()
            if not self.take(")"):
                self.fail()
            return value if text == "(" else getattr(math, text)(value)
        if kind == 2:
            return self.names[text]
        self.at -= 1
        self.fail()


parser = Parser({"pi": math.pi})
for line in ("1 + 2 * 3", "-2 ** 2", "2 ^ 3 ^ 2", "x = (1 + 2) / 4", "x * sqrt(16)", "1 +", "2 * (3", "1 / 0", "y", "sin(pi / 2)"):
    try:
        print(line, "=", parser.parse(line))
    except (SyntaxError, ZeroDivisionError, KeyError) as error:
        print(line, "!", type(error).__name__, error)

# stdin: '3 4 +\n5 1 2 + 4 * + 3 -\n1 0 /\n+\n2 3 ^\n'
# Reverse Polish notation, with faults.
import operator
import sys

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
for line in map(str.strip, sys.stdin):
    stack = []
    try:
        for token in line.split():
            if token in OPERATORS:
                b, a = stack.pop(), stack.pop()
                stack.append(OPERATORS[token](a, b))
            else:
                stack.append(float(token))
        result, = stack
        print(f"{line} = {result:g}")
    except (IndexError, ValueError, ZeroDivisionError) as error:
        print(f"{line}: {type(error).__name__}: {error}")

# stdin: ''
# Empty input: read, iteration, readline, and an EOFError that is caught.
import sys

print(repr(sys.stdin.read()), list(sys.stdin), repr(sys.stdin.readline()), sys.stdin.readlines())
try:
    input("prompt? ")
except EOFError as error:
    print(repr(error))

# stdin: 'Ada\n36\n'
# Prompts go to stdout without a line feed; print to stderr; flush; end and sep.
import sys

name = input("Name: ")
age = int(input("Age: "))
print(f"\n{name} is {age}")
print("a warning", file=sys.stderr)
sys.stderr.write("without line feed")
print("no", "line", "feed", sep="-", end="", flush=True)
sys.stdout.write("…\n")
sys.stdout.buffer.write("bytes: é\n".encode())
sys.stdout.flush()
print(sys.stdout.isatty(), sys.stdout.line_buffering, sys.stdout.newlines, sys.__stdin__ is sys.stdin)

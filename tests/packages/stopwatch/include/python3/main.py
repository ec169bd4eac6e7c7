# Reads the times, and has the submission say what lies between them.
import sys

from stopwatch import minutes_between

for line in sys.stdin:
    begin, end = line.split()
    print(minutes_between(begin, end))

# Prints the right sums and then leaves with sys.exit(3); a non-zero exit code is a run-time error: RTE.
import sys

next(sys.stdin)
for line in sys.stdin:
    print(sum(map(int, line.split())))
sys.exit(3)

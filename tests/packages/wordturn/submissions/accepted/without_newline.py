import sys

sys.stdout.write(input()[::-1])

# Waits for an answer to a guess that is still in its buffer: both sides wait, until the time is over.
import sys

sys.stdout.write("500\n")
sys.stdin.readline()

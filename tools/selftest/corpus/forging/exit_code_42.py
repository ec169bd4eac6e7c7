# attack: end with the exit code that output validators use for 'accepted'
# expect: RTE
import sys

print("AC")
sys.exit(42)

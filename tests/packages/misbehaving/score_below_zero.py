# validator: gives a score below zero
# expect: JE
# package: 2025-09 scoring
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'score.txt', 'w') as file:
    file.write('-1')
sys.exit(42)

# validator: gives a score above what the test can have
# expect: JE
# package: 2025-09 scoring
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'score.txt', 'w') as file:
    file.write('100.5')
sys.exit(42)

# validator: rejects and gives a score
# expect: JE
# package: 2025-09 scoring
# explained: gives a score
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'score.txt', 'w') as file:
    file.write('1')
sys.exit(43)

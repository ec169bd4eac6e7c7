# validator: gives a score and a multiplier
# expect: JE
# package: 2025-09 scoring
# explained: score_multiplier.txt
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'score.txt', 'w') as file:
    file.write('1')
with open(sys.argv[3] + 'score_multiplier.txt', 'w') as file:
    file.write('1')
sys.exit(42)

# validator: gives a score of a million digits
# expect: JE
# package: type: scoring, validation: custom score
# explained: score.txt
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'score.txt', 'w') as file:
    file.write('1e999999')
sys.exit(42)

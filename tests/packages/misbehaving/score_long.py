# validator: gives a score of 8 MB
# expect: JE
# package: type: scoring, validation: custom score
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'score.txt', 'w') as file:
    file.write('1' * (1 << 23))
sys.exit(42)

# validator: makes feedback files until it can't
# expect: JE
import calm  # ends it here unless the submission asks for it
import itertools
import sys

for number in itertools.count():
    open(f'{sys.argv[3]}{number}', 'w').close()

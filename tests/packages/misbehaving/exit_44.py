# validator: ends with an exit code that means nothing
# expect: JE
# explained: exit code 44
import calm  # ends it here unless the submission asks for it
import sys

sys.exit(44)

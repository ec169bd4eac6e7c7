# validator: ends with exit code 0
# expect: JE
# explained: exit code 0
import calm  # ends it here unless the submission asks for it
import sys

sys.exit(0)

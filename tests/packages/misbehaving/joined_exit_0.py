# validator: ends with exit code 0 while the submission waits for it
# expect: JE
# package: validation: custom interactive
# explained: exit code 0
import calm  # ends it here unless the submission asks for it
import sys

sys.exit(0)

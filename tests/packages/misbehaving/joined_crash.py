# validator: dies while the submission waits for it
# expect: JE
# package: validation: custom interactive
# explained: no idea
import calm  # ends it here unless the submission asks for it
import sys

sys.exit('no idea')

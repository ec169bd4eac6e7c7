# validator: makes the next input a directory
# expect: JE
# package: validation: custom multi-pass
import calm  # ends it here unless the submission asks for it
import os
import sys

os.mkdir(sys.argv[3] + 'nextpass.in')
sys.exit(42)

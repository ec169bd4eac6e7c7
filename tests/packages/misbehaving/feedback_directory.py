# validator: makes its feedback file a directory
# expect: JE
import calm  # ends it here unless the submission asks for it
import os
import sys

os.mkdir(sys.argv[3] + 'judgemessage.txt')
sys.exit(42)

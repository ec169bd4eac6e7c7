# validator: makes its feedback file a link to itself
# expect: JE
import calm  # ends it here unless the submission asks for it
import os
import sys

os.symlink('teammessage.txt', sys.argv[3] + 'teammessage.txt')
sys.exit(42)

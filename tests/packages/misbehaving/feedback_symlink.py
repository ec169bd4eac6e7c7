# validator: makes its feedback file a link to another file
# expect: JE
import calm  # ends it here unless the submission asks for it
import os
import sys

os.symlink('/etc/passwd', sys.argv[3] + 'judgemessage.txt')
sys.exit(43)

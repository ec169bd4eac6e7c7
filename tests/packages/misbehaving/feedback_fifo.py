# validator: makes its feedback file a pipe that nobody writes into
# expect: JE
import calm  # ends it here unless the submission asks for it
import os
import sys

os.mkfifo(sys.argv[3] + 'judgemessage.txt')
sys.exit(43)

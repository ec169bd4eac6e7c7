# validator: makes a feedback file of 1 GB that takes no room
# expect: JE
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'judgemessage.txt', 'wb') as message:
    message.truncate(1 << 30)
sys.exit(42)

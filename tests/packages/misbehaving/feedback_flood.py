# validator: writes 1 GB of feedback
# expect: JE
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'judgemessage.txt', 'wb') as message:
    for _ in range(1024):
        message.write(bytes(1 << 20))
sys.exit(42)

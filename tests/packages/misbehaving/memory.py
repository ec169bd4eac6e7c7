# validator: takes more memory than it may
# expect: JE
import calm  # ends it here unless the submission asks for it
blocks = []
while True:
    blocks.append(bytearray(1 << 24))

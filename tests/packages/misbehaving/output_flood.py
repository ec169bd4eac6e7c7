# validator: writes to its standard output without end
# expect: JE
# explained: output
import calm  # ends it here unless the submission asks for it
import os

while True:
    os.write(1, bytes(1 << 16))

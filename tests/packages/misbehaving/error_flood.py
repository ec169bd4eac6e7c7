# validator: writes to its standard error without end
# expect: JE
# explained: output
import calm  # ends it here unless the submission asks for it
import os

while True:
    os.write(2, b'x' * (1 << 16))

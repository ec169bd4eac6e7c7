# validator: writes to the submission without end
# expect: JE
# package: validation: custom interactive
# explained: output
import calm  # ends it here unless the submission asks for it
import os

while True:
    os.write(1, b'x\n' * 1000)

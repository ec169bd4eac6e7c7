# Asks, and is gone before there is an answer. That must not harm the validator, which then writes to nobody.
import os

os.write(1, b'? 1\n' * int(input()))
os._exit(0)

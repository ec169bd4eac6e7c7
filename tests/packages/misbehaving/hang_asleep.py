# validator: sleeps for ever
# expect: JE
# explained: wall
import calm  # ends it here unless the submission asks for it
import time

while True:
    time.sleep(1000)

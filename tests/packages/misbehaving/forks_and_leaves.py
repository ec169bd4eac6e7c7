# validator: leaves a process behind that holds all its files
# expect: JE
# explained: Operation not permitted
import calm  # ends it here unless the submission asks for it
import os
import sys
import time

if os.fork() == 0:
    os.setsid()
    time.sleep(1000)
sys.exit(44)

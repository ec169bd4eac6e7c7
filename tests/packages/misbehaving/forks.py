# validator: forks as often as it can
# expect: JE
import calm  # ends it here unless the submission asks for it
import os
import time

try:
    while True:
        if os.fork() == 0:
            time.sleep(1000)
except OSError as error:
    raise SystemExit(f'stopped: {error}')

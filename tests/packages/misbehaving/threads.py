# validator: starts threads as often as it can
# expect: JE
import calm  # ends it here unless the submission asks for it
import threading
import time

try:
    while True:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
except RuntimeError as error:
    import os
    os.write(2, f'stopped: {error}'.encode())
    os._exit(1)

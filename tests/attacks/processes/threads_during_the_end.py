# attack: end while threads start threads, so that some begin while the judge takes the group away
# expect: AC
import os
import threading
import time


def breed():
    while True:
        try:
            threading.Thread(target=time.sleep, args=(0.001,), daemon=True).start()
        except RuntimeError:
            time.sleep(0.001)


for _ in range(4):
    threading.Thread(target=breed, daemon=True).start()
time.sleep(0.05)
os.write(1, b"held\n")
os._exit(0)

# attack: flood standard output from several threads at once
# expect: OLE
# stopped-by: output-limit
import os
import threading


def flood():
    for block in range(32):
        os.write(1, b"x" * 4096)


threads = [threading.Thread(target=flood) for number in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
os.write(1, b"\nbreached\n")

# attack: end the main program while twenty threads sleep, for which the interpreter waits
# expect: TLE wall
# stopped-by: wall-limit
import threading
import time


def linger(last):
    time.sleep(3)
    if last:
        print("breached")


for number in range(20):
    threading.Thread(target=linger, args=(number == 19,)).start()

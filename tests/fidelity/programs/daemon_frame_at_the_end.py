import threading, time


class Said:
    def __del__(self):
        print("gone")


def wait(ready):
    said = Said()
    ready.set()
    time.sleep(1000)


ready = threading.Event()
threading.Thread(target=wait, args=(ready,), daemon=True).start()
ready.wait()
print("end")

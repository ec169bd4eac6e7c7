import threading
for i in range(3):
    t = threading.Thread(target=lambda: print(threading.current_thread().name))
    t.start(); t.join()
print(threading.Timer(1, print).name, threading._DummyThread().name)

import threading, time
class D:
    def __del__(self): print('D gone')
def f(d):
    while True: time.sleep(0.01)
threading.Thread(target=f, args=(D(),), daemon=True).start()
time.sleep(0.02)
print('main ends')

import threading
class D:
    def __del__(self): print('D gone')
l = threading.local()
l.d = D()
t = threading.Thread(target=lambda: setattr(l, 'd', D())); t.start(); t.join()
print('end')

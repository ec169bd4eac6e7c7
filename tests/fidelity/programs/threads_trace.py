import threading
print(threading.gettrace(), threading.getprofile(), threading.excepthook is threading.__excepthook__, threading.TIMEOUT_MAX)

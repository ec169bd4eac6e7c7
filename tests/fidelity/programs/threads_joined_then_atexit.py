import threading, atexit
atexit.register(print, 'atexit')
threading.Thread(target=lambda: (threading.main_thread().join(), print('thread'))).start()
print('main ends')

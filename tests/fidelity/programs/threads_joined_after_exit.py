import threading, sys
threading.Thread(target=lambda: (threading.main_thread().join(), print('thread'))).start()
sys.exit(4)

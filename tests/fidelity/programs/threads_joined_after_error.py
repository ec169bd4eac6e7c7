import threading
threading.Thread(target=lambda: (threading.main_thread().join(), print('thread'))).start()
raise ValueError('main')

import threading
before = threading.main_thread()
def f(i, before):
    before.join(); print('thread', i)
for i in range(3):
    before = threading.Thread(target=f, args=(i, before)); before.start()
print('main ends')

import threading, time
def f(i):
    time.sleep(0.05 * (i + 1)); print('thread', i)
for i in range(3): threading.Thread(target=f, args=(i,)).start()
print('main ends')

import _thread, time
def f(): time.sleep(60); print('never')
_thread.start_new_thread(f, ())
print('main ends')

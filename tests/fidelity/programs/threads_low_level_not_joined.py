import _thread, time
def f(): time.sleep(0.3); print('never')
_thread.start_new_thread(f, ())
print('main ends')

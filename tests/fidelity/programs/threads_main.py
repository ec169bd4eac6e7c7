import threading, os
m = threading.main_thread()
print(type(m), m.name, m.ident == threading.get_ident(), m.native_id == os.getpid() == threading.get_native_id(), m.daemon, threading.active_count(), threading.enumerate() == [m], threading.current_thread() is m)

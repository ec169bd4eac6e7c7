import contextvars
class D:
    def __del__(self): print('D gone')
v = contextvars.ContextVar('v', default=1)
print(v.get(), len(contextvars.copy_context()))
v.set(D())

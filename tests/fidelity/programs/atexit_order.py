import atexit
for i in range(4): atexit.register(print, 'exit', i)
print('end')

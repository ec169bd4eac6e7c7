import sys, io, atexit, os
out = sys.stdout = io.StringIO()
@atexit.register
def w(): os.write(1, out.getvalue().encode())
print('buffered')

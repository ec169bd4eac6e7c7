import sys
w = sys.stdout.buffer.write
w(b'1\n'); print(2); w(b'3\n'); sys.stdout.flush(); w(b'4\n')

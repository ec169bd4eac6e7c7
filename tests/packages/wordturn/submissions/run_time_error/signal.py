import os
import signal

word = input()
print(word[::-1], flush=True)
if word == 'noon':
    os.kill(os.getpid(), signal.SIGSEGV)

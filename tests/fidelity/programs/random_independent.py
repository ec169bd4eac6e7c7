# Two processes of the same start don't share random numbers.
import os
import random
import uuid
import tempfile
r, w = os.pipe()
if os.fork() == 0:
    os.write(w, repr((random.random(), uuid.uuid4(), next(tempfile._get_candidate_names()))).encode())
    os._exit(0)
os.wait()
print(os.read(r, 1000).decode() != repr((random.random(), uuid.uuid4(), next(tempfile._get_candidate_names()))))

# attack: spend the time in a single native call, during which the interpreter handles no signal
# expect: TLE cpu
# stopped-by: cpu-limit
import hashlib
import time

SAMPLE = 20_000
before = time.process_time()
hashlib.pbkdf2_hmac("sha256", b"", b"", SAMPLE)
per_round = (time.process_time() - before) / SAMPLE
hashlib.pbkdf2_hmac("sha256", b"", b"", int(2 / per_round))
print("breached")

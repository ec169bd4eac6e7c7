# attack: compute in the finalizer of an object that only dies when the program ends
# expect: TLE cpu
# stopped-by: cpu-limit
import os
import time


class Late:
    def __del__(self, clock=time.process_time, write=os.write):
        while clock() < 0.9:
            pass
        write(1, b"breached\n")


late = Late()

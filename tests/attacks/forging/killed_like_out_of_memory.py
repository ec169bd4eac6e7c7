# attack: end by SIGKILL, hoping to be taken for a victim of the kernel's memory killer
# expect: RTE
import os
import signal

print("held", flush=True)
signal.raise_signal(signal.SIGKILL)

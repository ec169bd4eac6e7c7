# attack: use more descriptors than granted by duplicating one
# expect: AC
# stopped-by: rlimits
import os

try:
    for number in range(500):
        os.dup(0)
    print("breached")
except OSError:
    print("held")

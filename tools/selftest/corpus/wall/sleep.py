# attack: occupy the slot by sleeping
# expect: TLE wall
# stopped-by: wall-limit
import time

time.sleep(3)
print("breached")

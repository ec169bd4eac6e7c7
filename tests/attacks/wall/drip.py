# attack: look alive by writing a little now and then
# expect: TLE wall
# stopped-by: wall-limit
import time

for line in range(30):
    print("working", flush=True)
    time.sleep(0.1)
print("breached")

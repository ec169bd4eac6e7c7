# Sleeps without using any CPU until the wall limit ends it: TLE (wall).
import time

while True:
    time.sleep(3600)

# Sleeps for an hour before it starts to read, so the wall limit ends it: TLE (wall).
import time

time.sleep(3600)
print(input())

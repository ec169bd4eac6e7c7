# attack: close all descriptors, so that the judge takes the end of the output for the end of the run
# expect: TLE wall
import os
import time

os.closerange(0, 64)
time.sleep(100)

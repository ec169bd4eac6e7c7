# attack: get lost in the backtracking of a regular expression, twice as long with each letter
# expect: TLE cpu
# stopped-by: cpu-limit
import re
import time

length = 10
while time.process_time() < 0.7:
    re.match("(a+)+$", "a" * length + "b")
    length += 1
print("breached")

# validator: writes to every place but its own directory
# expect: JE
# explained: all over the place
import calm  # ends it here unless the submission asks for it
import os
import sys

places = [sys.argv[1], sys.argv[2], sys.argv[0], "/etc/passwd", "/escaped", "/usr/escaped", "/var/tmp/assize-escaped",
          "/tmp/assize-escaped", "/proc/self/oom_score_adj", "/sys/escaped", sys.argv[3] + "../escaped"]
for place in places:
    try:
        with open(place, "a") as file:
            file.write("escaped\n")
    except OSError:
        pass
# Whatever of that there is, is in the jail only.
sys.exit("wrote all over the place")

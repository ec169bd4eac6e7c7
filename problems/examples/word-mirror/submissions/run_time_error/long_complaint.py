# Writes 5 MB of complaints to standard error, of which the beginning is kept, and ends with an error: that is the reason.
import sys

complaint = "this word looks the same to me\n" * 4096
for _ in range(40):
    sys.stderr.write(complaint)
raise ValueError("enough")

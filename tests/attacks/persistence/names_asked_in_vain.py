# attack: mark names by asking for them in vain in the interpreter's directories; the next run finds the marks by timing
# expect: AC
# runs: 2
# stopped-by: view-copies
import os
import time

DIRECTORY = os.path.dirname(os.__file__) + "/json/"
COUNT = 1500
OWN = time.time_ns()


def time_of(name):
    begin = time.perf_counter_ns()
    try:
        os.stat(name)
    except OSError:
        pass
    return time.perf_counter_ns() - begin


slower = 0
for i in range(COUNT):
    marked_name, unmarked_name = ("%sm%020d-%d" % (DIRECTORY, tag, i) for tag in (7, OWN))
    if i % 2:
        marked, unmarked = time_of(marked_name), time_of(unmarked_name)
    else:
        unmarked, marked = time_of(unmarked_name), time_of(marked_name)
    slower += unmarked > marked
share = slower / COUNT
# Where it finds them nearly all of the others take longer; else as many as not.
print("breached" if share > 0.7 else "held")
print(share)

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


def median(times):
    return sorted(times)[len(times) // 2]


marked = []
unmarked = []
for i in range(COUNT):
    marked.append(time_of("%sm%020d-%d" % (DIRECTORY, 7, i)))
    unmarked.append(time_of("%sm%020d-%d" % (DIRECTORY, OWN, i)))
difference = median(unmarked) / median(marked)
# Where it finds them it is 1.34, else 1.00 to 1.05.
print("breached" if difference > 1.17 else "held")
print(difference)

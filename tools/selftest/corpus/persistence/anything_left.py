# attack: leave something in every place that it can write to
# expect: AC
# runs: 2
# stopped-by: fresh-run
import os

marks = [os.path.join(place, "mark") for place in ("/tmp", "/box", "/", "/dev", "/dev/shm", "/var/tmp", "/run", "/home")]
left = [mark for mark in marks if os.path.exists(mark)]
for mark in marks:
    try:
        open(mark, "w").close()
    except OSError:
        pass
print("breached" if left else "held")

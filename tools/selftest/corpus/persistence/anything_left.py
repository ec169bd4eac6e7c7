# attack: leave something in every place that it can write to
# expect: AC
# runs: 2
# stopped-by: fresh-run
import os

left = []
for place in ("/tmp", "/box", "/", "/dev", "/dev/shm", "/var/tmp", "/run", "/home"):
    mark = os.path.join(place, "mark")
    left += [mark] if os.path.exists(mark) else []
    try:
        open(mark, "w").close()
    except OSError:
        pass
print("breached" if left else "held")

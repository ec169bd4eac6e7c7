# attack: leave a directory tree deeper than any path can name, to break the clean-up
# expect: AC
# runs: 2
# stopped-by: fresh-run
import os

NAME = "d" * 200
print("breached" if os.path.exists("/tmp/" + NAME) else "held")
os.chdir("/tmp")
for depth in range(100):
    os.makedirs(NAME, exist_ok=True)
    os.chdir(NAME)

# attack: leave a file in /tmp for the next run
# expect: AC
# runs: 2
# stopped-by: fresh-run
import os

print("breached" if os.path.exists("/tmp/left-behind") else "held")
open("/tmp/left-behind", "w").close()

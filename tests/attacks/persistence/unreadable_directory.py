# attack: leave a directory that its own user can't read, with odd names inside
# expect: AC
# runs: 2
# stopped-by: fresh-run
import os

if os.path.exists("/tmp/locked"):
    print("breached")
else:
    os.makedirs("/tmp/locked/in\nside")
    open(b"/tmp/locked/\xff -rf *", "w").close()
    os.chmod("/tmp/locked", 0)
    print("held")

# attack: start another program the way every tutorial does
# expect: AC
# incident: vfork or clone
# stopped-by: seccomp
import subprocess
import sys

try:
    subprocess.run([sys.executable, "-c", "pass"], check=False)
    print("breached")
except OSError:
    print("held")

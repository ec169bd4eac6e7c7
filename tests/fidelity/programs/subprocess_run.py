import subprocess, sys
r = subprocess.run([sys.executable, '-c', 'import os, sys; print(sys.argv, sorted(os.environ))'], capture_output=True)
print(r)

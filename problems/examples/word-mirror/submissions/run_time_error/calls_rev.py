# Hands the work to the system's rev program; starting a process is denied and the exception is not caught: RTE.
import subprocess
import sys

result = subprocess.run(["/usr/bin/rev"], input=sys.stdin.read(), capture_output=True, text=True, check=True)
print(result.stdout)
sys.exit(1)

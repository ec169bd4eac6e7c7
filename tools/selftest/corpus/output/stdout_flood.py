# attack: flood standard output
# expect: OLE
# stopped-by: output-limit
import sys

for line in range(1 << 14):
    sys.stdout.write("x" * 63 + "\n")
sys.stdout.write("\nbreached\n")

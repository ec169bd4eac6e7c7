# attack: claim to have run out of memory, with another exit code than an uncaught exception has
# expect: RTE
import sys

sys.stderr.write("MemoryError\n")
sys.exit(2)

# attack: claim to have run out of memory, yet end well
# expect: AC
import sys

print("held")
sys.stderr.write("MemoryError\n")

import sys
sys.displayhook(5)
import builtins
print(builtins._)

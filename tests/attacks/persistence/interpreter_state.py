# attack: change the interpreter itself, in case the next run starts from the same one
# expect: AC
# runs: 2
import builtins
import os
import sys

seen = hasattr(builtins, "left_behind") or "left_behind" in sys.modules or "LEFT_BEHIND" in os.environ
builtins.left_behind = True
sys.modules["left_behind"] = builtins
os.environ["LEFT_BEHIND"] = "1"
print("breached" if seen else "held")

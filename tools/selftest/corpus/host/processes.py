# attack: find other processes than the jail's own
# expect: AC
# stopped-by: pid-namespace
import os

others = {name for name in os.listdir("/proc") if name.isdigit()} - {"1", str(os.getpid())}
print("breached" if others else "held")

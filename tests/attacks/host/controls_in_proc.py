# attack: find controls of the whole machine in /proc
# expect: AC
# stopped-by: proc-subset
import os

CONTROLS = ("sysrq-trigger", "kcore", "kmsg", "irq", "interrupts", "timer_list", "sys", "bus", "fs", "driver")
print("breached" if any(os.path.exists("/proc/" + name) for name in CONTROLS) else "held")

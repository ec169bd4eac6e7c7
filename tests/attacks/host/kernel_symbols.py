# attack: read the addresses of the kernel's functions
# expect: AC
# stopped-by: proc-subset
try:
    with open("/proc/kallsyms") as symbols:
        symbols.readline()
    print("breached")
except OSError:
    print("held")

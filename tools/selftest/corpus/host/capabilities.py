# attack: find out whether it has any capability
# expect: AC
# stopped-by: capabilities
with open("/proc/self/status") as status:
    effective = next(line.split()[1] for line in status if line.startswith("CapEff"))
print("breached" if int(effective, 16) else "held")

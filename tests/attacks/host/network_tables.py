# attack: read in /proc who listens on the host
# expect: AC
# stopped-by: net-namespace
found = False
for name, mark in (("tcp", f":{47999:04X} "), ("udp", f":{47999:04X} "), ("unix", "@assize-attack-canary")):
    for table in (f"/proc/self/net/{name}", f"/proc/net/{name}", f"/proc/thread-self/net/{name}"):
        try:
            with open(table) as lines:
                found |= mark in lines.read()
        except OSError:
            pass
print("breached" if found else "held")

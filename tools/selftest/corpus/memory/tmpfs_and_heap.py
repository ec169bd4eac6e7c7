# attack: keep a part of the memory in files of /tmp, so that neither part alone is above the limit
# expect: MLE
# stopped-by: memory-limit
MIB = 1 << 20
with open("/tmp/store", "wb") as store:
    for step in range(14):
        store.write(b"x" * MIB)
kept = [b"x" * MIB for step in range(54)]
print("breached")

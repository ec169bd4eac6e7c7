# attack: write one file that is larger than both the file size limit and the size of /tmp
# expect: AC
# stopped-by: rlimits, tmpfs-limits
try:
    with open("/tmp/large", "wb") as large:
        for step in range(40):
            large.write(b"x" * (1 << 20))
    print("breached")
except OSError:
    print("held")

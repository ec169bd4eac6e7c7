# attack: fill /tmp above its size, in files that are each below the file size limit
# expect: AC
# stopped-by: tmpfs-limits
try:
    for number in range(10):
        with open(f"/tmp/file{number}", "wb") as file:
            for step in range(4):
                file.write(b"x" * (1 << 20))
    print("breached")
except OSError:
    print("held")

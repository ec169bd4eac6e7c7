# attack: fill the working directory above its size
# expect: AC
# stopped-by: tmpfs-limits
try:
    for number in range(40):
        with open(f"file{number}", "wb") as file:
            file.write(b"x" * (1 << 20))
    print("breached")
except OSError:
    print("held")

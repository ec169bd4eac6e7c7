# attack: use up the inodes with empty files
# expect: AC
# stopped-by: tmpfs-limits
try:
    for number in range(2000):
        open(f"/tmp/{number}", "w").close()
    print("breached")
except OSError:
    print("held")

# attack: make a file larger than the file size limit, sparse, so that it costs no memory
# expect: AC
# stopped-by: rlimits
try:
    with open("/tmp/sparse", "wb") as sparse:
        sparse.truncate(64 << 20)
    print("breached")
except OSError:
    print("held")

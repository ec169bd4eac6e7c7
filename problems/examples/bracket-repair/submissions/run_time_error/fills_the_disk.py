# Writes a gigabyte to a file in /tmp, which holds far less or takes no files at all (OSError, not caught): RTE.
page = b"({[]})" * 43_690
with open("/tmp/press.log", "wb", buffering=0) as log:
    for _ in range(4096):
        if log.write(page) < len(page):
            raise OSError("the disk is full")
raise SystemExit(1)

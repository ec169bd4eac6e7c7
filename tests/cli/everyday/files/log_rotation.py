# A log that rotates by size, and one by hand.
import glob
import logging
import logging.handlers
import os

handler = logging.handlers.RotatingFileHandler("app.log", maxBytes=120, backupCount=2)
handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
log = logging.getLogger("shop")
log.addHandler(handler)
log.setLevel(logging.INFO)
for i in range(12):
    log.info("order number %d", i)
log.debug("not seen")
handler.close()
for name in sorted(glob.glob("app.log*")):
    with open(name) as file:
        print(name, os.path.getsize(name), file.read().split("\n"))

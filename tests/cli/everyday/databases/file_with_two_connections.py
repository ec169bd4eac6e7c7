# sqlite3 with a file: isolation, a busy database, a backup, blobs, vacuum.
import os
import sqlite3

one = sqlite3.connect("shop.db")
one.execute("CREATE TABLE stock (item TEXT PRIMARY KEY, n INT, photo BLOB)")
one.execute("INSERT INTO stock VALUES ('pen', 5, ?)", (bytes(range(256)),))
one.commit()
two = sqlite3.connect("shop.db", timeout=0.05)
one.execute("UPDATE stock SET n = n - 1")
print(two.execute("SELECT n FROM stock").fetchone(), one.in_transaction)
one.commit()
print(two.execute("SELECT n, length(photo) FROM stock").fetchone())
with one.blobopen("stock", "photo", 1) as blob:
    blob.seek(10)
    print(blob.read(3), len(blob))
    blob[0] = 99
one.commit()
copy = sqlite3.connect(":memory:")
two.backup(copy)
print(copy.execute("SELECT hex(substr(photo, 1, 2)) FROM stock").fetchone())
one.executemany("INSERT INTO stock VALUES (?, 0, NULL)", [(f"item {i}",) for i in range(2000)])
one.commit()
one.execute("DELETE FROM stock WHERE n = 0")
one.commit()
before = os.path.getsize("shop.db")
one.execute("VACUUM")
print(os.path.getsize("shop.db") < before, one.execute("PRAGMA integrity_check").fetchone())
one.execute("INSERT INTO stock VALUES ('pen', 1, NULL) ON CONFLICT (item) DO UPDATE SET n = n + excluded.n")
print(one.execute("SELECT item, n FROM stock").fetchall(), one.execute("SELECT changes()").fetchone())
one.close()
try:
    one.execute("SELECT 1")
except sqlite3.ProgrammingError as error:
    print(error)
print(sorted(name for name in os.listdir() if name.startswith("shop")))

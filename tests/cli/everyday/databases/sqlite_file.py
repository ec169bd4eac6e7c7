# sqlite3 with a file: journal modes, two connections, a transaction that is rolled back.
import os
import sqlite3

with sqlite3.connect("students.db") as connection:
    connection.execute("CREATE TABLE marks (name TEXT, mark INTEGER)")
    connection.executemany("INSERT INTO marks VALUES (?, ?)", [("ada", 1), ("bob", 3), ("eve", 2)])
for mode in ("wal", "delete"):
    print(connection.execute(f"PRAGMA journal_mode = {mode}").fetchone())
    with connection:
        connection.execute("UPDATE marks SET mark = mark + 1")
print(connection.execute("SELECT sum(mark), max(name) FROM marks").fetchone())
second = sqlite3.connect("students.db")
print(second.execute("SELECT count(*) FROM marks").fetchone())
try:
    with connection:
        connection.execute("INSERT INTO marks VALUES ('x', 0)")
        raise RuntimeError
except RuntimeError:
    print(second.execute("SELECT count(*) FROM marks").fetchone())
second.close()
connection.close()
print(os.path.exists("students.db"))

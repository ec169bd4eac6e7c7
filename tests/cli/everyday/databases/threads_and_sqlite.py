# One database, many threads: a connection each, one writer at a time.
import sqlite3
import threading

with sqlite3.connect("count.db") as base:
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("CREATE TABLE hits (who INT, n INT)")


def hit(who):
    own = sqlite3.connect("count.db", timeout=20, isolation_level=None)
    for n in range(20):
        own.execute("BEGIN IMMEDIATE")
        own.execute("INSERT INTO hits VALUES (?, ?)", (who, n))
        own.execute("COMMIT")
    own.close()


threads = [threading.Thread(target=hit, args=(who,)) for who in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(base.execute("SELECT who, count(*), sum(n) FROM hits GROUP BY who").fetchall())
errors = []


def elsewhere():
    try:
        base.execute("SELECT 1")
    except sqlite3.ProgrammingError as error:
        errors.append(str(error).split(".")[0])


thread = threading.Thread(target=elsewhere)
thread.start()
thread.join()
print(errors)
base.close()

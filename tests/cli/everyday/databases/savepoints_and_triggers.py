# sqlite3: savepoints, triggers, views, window functions, recursion in SQL.
import sqlite3

base = sqlite3.connect(":memory:", isolation_level=None)
base.executescript("""
CREATE TABLE account (name TEXT PRIMARY KEY, balance INT);
CREATE TABLE log (id INTEGER PRIMARY KEY, name TEXT, old INT, new INT);
CREATE TRIGGER logged AFTER UPDATE ON account BEGIN INSERT INTO log (name, old, new) VALUES (old.name, old.balance, new.balance); END;
CREATE VIEW rich AS SELECT name FROM account WHERE balance > 100;
INSERT INTO account VALUES ('a', 150), ('b', 20), ('c', 300);
""")
base.execute("BEGIN")
base.execute("UPDATE account SET balance = balance - 60 WHERE name = 'a'")
base.execute("SAVEPOINT half")
base.execute("UPDATE account SET balance = 0")
base.execute("ROLLBACK TO half")
base.execute("UPDATE account SET balance = balance + 60 WHERE name = 'b'")
base.execute("COMMIT")
for table in ("account", "log", "rich"):
    print(table, base.execute(f"SELECT * FROM {table}").fetchall())
print(base.execute("""SELECT name, balance, rank() OVER (ORDER BY balance DESC), sum(balance) OVER (ORDER BY name)
                      FROM account ORDER BY name""").fetchall())
print(base.execute("""WITH RECURSIVE f(n, a, b) AS (SELECT 1, 0, 1 UNION ALL SELECT n + 1, b, a + b FROM f WHERE n < 10)
                      SELECT group_concat(a) FROM f""").fetchone())
print([row[3] for row in base.execute("EXPLAIN QUERY PLAN SELECT * FROM account WHERE name = 'a'")][0].split()[0])
steps = []
base.set_trace_callback(steps.append)
base.execute("SELECT 1")
print(steps, sqlite3.complete_statement("SELECT 1;"), sqlite3.apilevel, sqlite3.paramstyle)

# sqlite3: tables, joins, grouping, constraints, transactions.
import sqlite3

base = sqlite3.connect(":memory:")
base.row_factory = sqlite3.Row
base.executescript("""
PRAGMA foreign_keys = ON;
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, year INT CHECK (year > 0), author INT REFERENCES author(id));
""")
with base:
    for name in ("Lovelace", "Hopper", "Turing"):
        base.execute("INSERT INTO author (name) VALUES (?)", (name,))
    base.executemany("INSERT INTO book (title, year, author) VALUES (:t, :y, :a)",
                     [{"t": "Notes", "y": 1843, "a": 1}, {"t": "Compilers", "y": 1952, "a": 2}, {"t": "COBOL", "y": 1959, "a": 2}])
for row in base.execute("""SELECT name, count(book.id) AS books, min(year) AS first, group_concat(title, '/') AS titles
                           FROM author LEFT JOIN book ON author = author.id GROUP BY author.id ORDER BY books DESC, name"""):
    print(dict(row))
for bad in ("INSERT INTO author (name) VALUES ('Turing')", "INSERT INTO book VALUES (9, 'x', -1, 1)",
            "INSERT INTO book VALUES (9, 'x', 1, 99)", "SELEC 1", "SELECT * FROM nothing"):
    try:
        with base:
            base.execute(bad)
    except sqlite3.Error as error:
        print(type(error).__name__, error)
row = base.execute("SELECT * FROM book WHERE title LIKE ?", ("C%",)).fetchone()
print(row["title"], row.keys(), tuple(row), base.total_changes, base.in_transaction)
print(base.execute("SELECT count(*), avg(year), total(year) FROM book WHERE year BETWEEN ? AND ?", (1900, 1960)).fetchone()[:])

# sqlite3: functions, aggregates, collations, adapters, converters of the program's own.
import decimal
import sqlite3
import statistics


class Median:
    def __init__(self):
        self.values = []

    def step(self, value):
        self.values.append(value)

    def finalize(self):
        return statistics.median(self.values)


sqlite3.register_adapter(decimal.Decimal, str)
sqlite3.register_converter("money", lambda data: decimal.Decimal(data.decode()))
base = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_DECLTYPES)
base.create_function("reversed", 1, lambda text: text[::-1], deterministic=True)
base.create_aggregate("median", 1, Median)
base.create_collation("by_length", lambda a, b: (len(a) > len(b)) - (len(a) < len(b)))
base.execute("CREATE TABLE sale (item TEXT, price MONEY)")
base.executemany("INSERT INTO sale VALUES (?, ?)", [("pear", decimal.Decimal("1.10")), ("fig", decimal.Decimal("2.20")), ("banana", 3)])
print(base.execute("SELECT reversed(item), price FROM sale").fetchall())
print(base.execute("SELECT median(length(item)) FROM sale").fetchone())
print(base.execute("SELECT item FROM sale ORDER BY item COLLATE by_length").fetchall())
base.create_function("broken", 0, lambda: 1 / 0)
try:
    base.execute("SELECT broken()")
except sqlite3.OperationalError as error:
    print(error)
print(base.execute("SELECT json_extract('{\"a\":[1,2]}', '$.a[1]'), upper('é'), date('2024-01-31', '+1 month')").fetchone())
print("\n".join(base.iterdump()))

# stdin: 'name,age\r\n"Lovelace, Ada",36\r\n"Hopper ""Amazing"" Grace",85\r\n'
# CSV on standard input, JSON on standard output.
import csv
import json
import sys

rows = list(csv.DictReader(sys.stdin))
json.dump([{**row, "age": int(row["age"])} for row in rows], sys.stdout, indent=1)
print()
print(rows[0].keys() == {"name", "age"}, len(rows))

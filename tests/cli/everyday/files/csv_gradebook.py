# The csv module: a grade book written, read, changed and summed.
import csv
import io

rows = [{"name": "Ada", "points": 9, "note": 'said "hi", left'}, {"name": "Bob", "points": 7, "note": "two\nlines"},
        {"name": "Ève", "points": 10, "note": ""}]
with open("grades.csv", "w", newline="", encoding="utf-8") as file:
    writer = csv.DictWriter(file, fieldnames=["name", "points", "note"])
    writer.writeheader()
    writer.writerows(rows)
print(open("grades.csv", "rb").read())
with open("grades.csv", newline="") as file:
    back = list(csv.DictReader(file))
print(back == [{k: str(v) for k, v in row.items()} for row in rows], sum(int(r["points"]) for r in back) / len(back))
out = io.StringIO()
writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
writer.writerow(["a", 1, 2.5, None])
writer.writerow(["b;c", -1])
print(out.getvalue(), end="")
print(list(csv.reader(["x\ty", '"q\tr"\ts'], dialect="excel-tab")))
print(csv.Sniffer().sniff("a;b;c\n1;2;3\n").delimiter)
print(csv.Sniffer().has_header("name,age\nann,31\nbob,42\n"), sorted(csv.list_dialects()))
try:
    csv.writer(out, quoting=csv.QUOTE_NONE).writerow(["a,b"])
except csv.Error as error:
    print(error)

# stdin: '1.2.3.4 GET /a 200 512\n5.6.7.8 GET /b 404 10\nbad line\n1.2.3.4 POST /a 500 7\n9.9.9.9 GET /a 200 1024\n'
# Generators in a pipeline over a log on standard input: parse, filter, group, report.
import sys
from collections import defaultdict


def parsed(lines):
    for number, line in enumerate(lines, 1):
        try:
            host, method, path, status, size = line.split()
            yield {"host": host, "method": method, "path": path, "status": int(status), "size": int(size)}
        except ValueError as error:
            print(f"line {number}: {error}", file=sys.stderr)


def tee_counter(rows, counts):
    for row in rows:
        counts[row["status"] // 100] += 1
        yield row


def only(rows, **wanted):
    return (row for row in rows if all(row[key] == value for key, value in wanted.items()))


counts, sizes = defaultdict(int), defaultdict(int)
for row in only(tee_counter(parsed(sys.stdin), counts), path="/a"):
    sizes[row["host"]] += row["size"]
    print(row["host"], row["method"], row["status"], sep="\t")
for host, size in sorted(sizes.items(), key=lambda item: -item[1]):
    print(f"{host:>10} {size:>6}")
print(dict(sorted(counts.items())))

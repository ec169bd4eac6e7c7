# Regular expressions: groups, names, look-around, substitution by functions, scanning.
import re

log = """2024-01-05 12:00:01 ERROR [db] connection lost (code=17)
2024-01-05 12:00:07 INFO [web] GET /index.html 200
2024-01-06 00:00:00 WARNING [db] slow query: 3.5s"""
line = re.compile(r"^(?P<date>\d{4}-\d\d-\d\d) (?P<time>[\d:]+) (?P<level>[A-Z]+) \[(?P<part>\w+)] (?P<text>.*)$", re.M)
for match in line.finditer(log):
    print(match["level"], match.groupdict()["part"], match.span("text"), match.group("text"))
print(re.sub(r"(\d+)-(\d+)-(\d+)", r"\3.\2.\1", "on 2024-01-05"))
print(re.sub(r"\d+", lambda m: str(int(m[0]) * 2), "3 apples and 12 pears"))
print(re.split(r"[,;]\s*", "a, b;c,d"), re.split(r"(-)", "1-2-3"), re.findall(r"(\w)(\d)", "a1 b2 c"))
print(re.fullmatch(r"(?=.*\d)(?=.*[a-z]).{6,}", "abc123") is not None)
print(re.search(r"(?<!\w)cat(?!\w)", "concat cat").start())
print(re.findall(r"(?i)\bthe\b", "The other the"), re.escape("a.b*c"), re.sub(r"(?x) \s+  # blanks", " ", "a   b \n c"))
print(re.match(r"(a+)+$", "aaaa").group(), re.search(r"<(\w+)>.*?</\1>", "<b>x</b><i>y</i>").group())
scanner = re.Scanner([(r"\d+", lambda s, t: int(t)), (r"[-+*/()]", lambda s, t: t), (r"\s+", None)])
print(scanner.scan("12 + (3*4) ?"))
try:
    re.compile("(unclosed")
except re.error as error:
    print(error, error.pos)

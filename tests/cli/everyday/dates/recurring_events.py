# A schedule: the n-th weekdays of months, workdays, holidays around Easter.
from datetime import date, timedelta
from itertools import islice


def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year, month, weekday, n):
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def workdays(start, holidays=frozenset()):
    while True:
        if start.weekday() < 5 and start not in holidays:
            yield start
        start += timedelta(days=1)


for year in (2023, 2024, 2025, 2038):
    sunday = easter(year)
    print(year, sunday, sunday - timedelta(2), sunday + timedelta(49), nth_weekday(year, 11, 3, 4))
free = {date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1)}
print(*(d.strftime("%a%d") for d in islice(workdays(date(2024, 12, 20), free), 10)))
print(sum(d.year == 2024 for d in islice(workdays(date(2024, 1, 1)), 300)))

# datetime: differences, ages, parsing, formatting, ISO weeks.
from datetime import date, datetime, time, timedelta, timezone

TODAY = date(2024, 3, 1)


def age(born):
    return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


for text in ("29.02.2000", "02.03.1990", "01.03.2004"):
    born = datetime.strptime(text, "%d.%m.%Y").date()
    print(born, age(born), (TODAY - born).days, born.isocalendar(), born.strftime("%A %d %B %Y, day %j, week %U/%W/%V"))
due = datetime(2024, 2, 28, 23, 59, tzinfo=timezone.utc) + timedelta(days=1, minutes=1)
print(due, due.timestamp(), due.isoformat(timespec="milliseconds"))
print(due.astimezone(timezone(timedelta(hours=-5, minutes=-30))))
span = timedelta(days=-1, hours=5, microseconds=3)
print(span, repr(span), span.total_seconds(), abs(span))
print(span / timedelta(hours=1), divmod(timedelta(hours=25), timedelta(days=1)))
print(datetime.fromisoformat("2024-02-29T12:30:45.123456+02:00"))
print(datetime.fromisoformat("20240229T1230Z"), time(12, 5).replace(minute=7))
print(datetime.combine(TODAY, time.max), date.fromisocalendar(2020, 53, 7), datetime.min, date.max.toordinal())
print(f"{due:%d/%m/%y %I:%M %p}", TODAY.ctime())
print(datetime(2024, 1, 1) < datetime(2024, 1, 2), due.utctimetuple().tm_yday)
for bad in (lambda: date(2023, 2, 29), lambda: datetime.strptime("x", "%d"), lambda: date.fromisoformat("2024-13-01"),
            lambda: datetime(2024, 1, 1) - due):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)

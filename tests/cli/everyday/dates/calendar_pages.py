# The calendar module: months, weeks, leap years, HTML.
import calendar

print(calendar.month(2024, 2))
calendar.setfirstweekday(calendar.SUNDAY)
print(calendar.TextCalendar(calendar.SUNDAY).formatyear(2023, w=2, l=1, c=2, m=4)[:600])
print([year for year in range(1896, 1910) if calendar.isleap(year)])
print(calendar.leapdays(1900, 2001), calendar.monthrange(2023, 9))
for week in calendar.Calendar().monthdays2calendar(2024, 9)[:2]:
    print(week)
print(calendar.weekday(2000, 1, 1), calendar.day_name[5])
print(list(calendar.month_abbr)[:4], calendar.timegm((2001, 9, 9, 1, 46, 40)))
print(calendar.HTMLCalendar().formatmonth(2024, 2).count("<td"), len(list(calendar.Calendar().itermonthdates(2024, 2))))
fridays = [d for y in (2023, 2024) for m in range(1, 13) if calendar.weekday(y, m, 13) == 4 for d in [f"{y}-{m:02}-13"]]
print("Friday the 13th:", *fridays)

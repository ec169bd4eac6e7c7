# stdin: 'mon 09:00-12:30 13:15-17:45\ntue 08:45-16:00\nwed\nthu 22:00-02:30\nfri 9:00-8:xx\n'
# A timesheet from standard input: hours by day, the wage, a bad line.
import sys
from datetime import datetime, timedelta

total = timedelta()
for line in sys.stdin:
    day, *spans = line.split()
    worked = timedelta()
    try:
        for span in spans:
            begin, end = (datetime.strptime(part, "%H:%M") for part in span.split("-"))
            worked += (end - begin) % timedelta(days=1)
    except ValueError as error:
        print(f"{day}: {error}", file=sys.stderr)
        continue
    total += worked
    print(f"{day.title():<5}{str(worked):>9}")
hours = total / timedelta(hours=1)
print(f"{hours:.2f} h × 13.50 = {hours * 13.5:.2f}")
sys.exit(hours < 40)

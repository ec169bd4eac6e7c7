# The locale and the time zones that a run has.
import calendar
import locale
import os
import sys
import time
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

print(locale.setlocale(locale.LC_ALL, ""), locale.getlocale(), locale.getencoding(), sys.flags.utf8_mode)
print(locale.setlocale(locale.LC_ALL, "C.UTF-8"))
print(calendar.LocaleTextCalendar(locale="C.UTF-8").formatmonth(2024, 2))
print(sorted("zebra Äpfel apfel Zoo".split(), key=locale.strxfrm))
print(datetime(2024, 7, 1, 12, tzinfo=ZoneInfo("Europe/Stockholm")).isoformat())
print(datetime(2024, 3, 31, 0, 30, tzinfo=timezone.utc).astimezone(ZoneInfo("Europe/Berlin")) + timedelta(hours=1))
print(ZoneInfo("UTC"), len(available_timezones()) > 400)
os.environ["TZ"] = "America/New_York"
time.tzset()
print(time.strftime("%H:%M %Z", time.localtime(1700000000)), time.tzname)
print(f"{1234567.891:,.2f}", time.strftime("%a %d %b", time.gmtime(0)))

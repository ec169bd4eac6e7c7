# zoneinfo: one instant in many zones, gaps and folds of summer time.
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

instant = datetime(2024, 3, 10, 6, 59, tzinfo=timezone.utc)
for name in ("America/New_York", "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Chatham", "America/Sao_Paulo"):
    zone = ZoneInfo(name)
    for shift in (0, 2):
        local = (instant + timedelta(minutes=shift)).astimezone(zone)
        print(f"{name:20} {local:%Y-%m-%d %H:%M %Z %z} {local.dst()}")
berlin = ZoneInfo("Europe/Berlin")
gap = datetime(2024, 3, 31, 2, 30, tzinfo=berlin)
print(gap, gap.astimezone(timezone.utc), gap.utcoffset())
for fold in (0, 1):
    late = datetime(2024, 10, 27, 2, 30, tzinfo=berlin, fold=fold)
    print(fold, late.utcoffset(), late.tzname(), late.timestamp())
print(datetime(1890, 1, 1, tzinfo=berlin).utcoffset(), datetime(2100, 7, 1, tzinfo=berlin).utcoffset())
print(berlin.key, ZoneInfo("UTC") is ZoneInfo("UTC"))
try:
    ZoneInfo("Mars/Olympus")
except ZoneInfoNotFoundError as error:
    print(error)

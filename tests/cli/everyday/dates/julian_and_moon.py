# Julian days, weekdays by Zeller, phases of the moon, seconds in words.
from datetime import date, timedelta


def julian_day(d):
    a = (14 - d.month) // 12
    y, m = d.year + 4800 - a, d.month + 12 * a - 3
    return d.day + (153 * m + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400 - 32045


def zeller(d):
    m, y = (d.month, d.year) if d.month > 2 else (d.month + 12, d.year - 1)
    return (d.day + 13 * (m + 1) // 5 + y % 100 + y % 100 // 4 + y // 100 // 4 - 2 * (y // 100)) % 7


def in_words(seconds):
    parts = []
    for name, size in (("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {name}{'s' * (count > 1)}")
    return ", ".join(parts) or "no time"


for d in (date(2000, 1, 1), date(1969, 7, 20), date(2024, 2, 29)):
    phase = (julian_day(d) - 2451550.1) / 29.530588853 % 1
    print(d, julian_day(d), zeller(d) == (d.weekday() + 2) % 7, "🌑🌒🌓🌔🌕🌖🌗🌘"[int(phase * 8 + 0.5) % 8], f"{phase:.3f}")
print(in_words(0), in_words(61), in_words(694861), sep=" | ")
print(all(julian_day(date(1, 1, 1) + timedelta(n)) == 1721426 + n for n in range(0, 800_000, 9973)))

# time: struct_time, strftime, strptime, tzset, clocks that only go forward.
import os
import time

moment = time.gmtime(1_700_000_000)
print(tuple(moment), moment.tm_zone, time.asctime(moment), time.strftime("%Y-%m-%dT%H:%M:%SZ", moment))
print(time.strptime("30 Nov 00", "%d %b %y")[:3], time.mktime(time.gmtime(0)))
for zone in ("Europe/Paris", "EST5EDT", "Asia/Tokyo", "<-03>3", "UTC"):
    os.environ["TZ"] = zone
    time.tzset()
    print(zone, time.strftime("%H:%M %Z %z", time.localtime(1_720_000_000)), time.timezone, time.daylight, time.tzname)
a, b = time.monotonic(), time.perf_counter_ns()
time.sleep(0.01)
print(time.monotonic() - a >= 0.01, time.perf_counter_ns() > b)
print(time.process_time() < 5, time.get_clock_info("monotonic").monotonic)
print(abs(time.time() - time.time_ns() / 1e9) < 60, time.localtime().tm_year >= 2020, time.thread_time() >= 0)
try:
    time.sleep(-1)
except ValueError as error:
    print(error)
try:
    time.strptime("2024", "%Y-%m")
except ValueError as error:
    print(error)

import time
print(time.tzname, time.timezone, time.localtime(0)[:6], 0 <= time.process_time() < 10, time.perf_counter() > 0, time.thread_time() < 10)
print(time.get_clock_info('perf_counter'))

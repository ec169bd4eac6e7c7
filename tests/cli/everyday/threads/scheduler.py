# sched and a ticker thread: events in order of time and priority.
import sched
import threading
import time

now = [0.0]
plan = sched.scheduler(lambda: now[0], lambda seconds: now.__setitem__(0, now[0] + seconds))
plan.enter(5, 1, print, ("five, second",))
plan.enter(5, 0, print, ("five, first",))
plan.enterabs(2, 1, print, ("two",), {"end": "!\n"})
cancelled = plan.enter(3, 1, print, ("never",))
plan.cancel(cancelled)
print(len(plan.queue), plan.empty())
plan.run()
print(now[0])
real = sched.scheduler(time.monotonic, time.sleep)
ticks, start = [], time.monotonic()
for i in (3, 1, 2):
    real.enterabs(start + i / 200, 1, ticks.append, (i,))
thread = threading.Thread(target=real.run)
thread.start()
thread.join()
print(ticks)

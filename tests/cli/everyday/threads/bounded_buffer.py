# A bounded buffer by a condition variable; events; a timer.
import threading
from collections import deque


class Buffer:
    def __init__(self, size):
        self.items, self.size, self.condition = deque(), size, threading.Condition()
        self.fullest = 0

    def put(self, item):
        with self.condition:
            self.condition.wait_for(lambda: len(self.items) < self.size)
            self.items.append(item)
            self.fullest = max(self.fullest, len(self.items))
            self.condition.notify_all()

    def get(self):
        with self.condition:
            while not self.items:
                self.condition.wait()
            self.condition.notify_all()
            return self.items.popleft()


buffer, got = Buffer(3), []
reader = threading.Thread(target=lambda: got.extend(buffer.get() for _ in range(50)))
reader.start()
for i in range(50):
    buffer.put(i)
reader.join()
print(got == list(range(50)), buffer.fullest <= 3)
done = threading.Event()
timer = threading.Timer(0.01, done.set)
timer.start()
print(done.wait(60), done.is_set())
never = threading.Timer(60, print, ["never"])
never.start()
never.cancel()
never.join()
print(done.clear(), done.wait(0.001), never.finished.is_set())
with buffer.condition:
    print(buffer.condition.wait(timeout=0.001))

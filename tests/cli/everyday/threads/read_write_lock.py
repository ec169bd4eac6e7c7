# A lock for many readers and one writer, as a context manager.
import threading
from contextlib import contextmanager


class ReadWriteLock:
    def __init__(self):
        self.readers, self.mutex, self.free = 0, threading.Lock(), threading.Semaphore()

    @contextmanager
    def read(self):
        with self.mutex:
            self.readers += 1
            if self.readers == 1:
                self.free.acquire()
        try:
            yield
        finally:
            with self.mutex:
                self.readers -= 1
                if not self.readers:
                    self.free.release()

    @contextmanager
    def write(self):
        with self.free:
            yield


lock, pair, torn = ReadWriteLock(), [0, 0], []


def writer():
    for _ in range(100):
        with lock.write():
            pair[0] += 1
            pair[1] += 1


def reader():
    for _ in range(100):
        with lock.read():
            if pair[0] != pair[1]:
                torn.append(tuple(pair))


crowd = [threading.Thread(target=kind) for kind in (writer, reader, reader, writer)]
for thread in crowd:
    thread.start()
for thread in crowd:
    thread.join()
print(pair, torn, lock.readers)

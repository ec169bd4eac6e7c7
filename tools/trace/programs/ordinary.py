# What contest and course programs of any interpreter do: the usual modules, input, large lists and texts, threads,
# deep recursion, files on the tmpfs, processes' own clocks.
import array
import bisect
import collections
import datetime
import decimal
import fractions
import functools
import gc
import heapq
import io
import itertools
import json
import math
import mmap
import os
import pickle
import queue
import random
import re
import resource
import select
import shutil
import signal
import string
import sys
import tempfile
import threading
import time

sys.setrecursionlimit(20_000)
threading.stack_size(128 * 1024 * 1024)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


numbers = queue.Queue()
workers = [threading.Thread(target=lambda: numbers.put(depth(5_000))) for _ in range(3)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join(timeout=30)
assert sum(numbers.get(timeout=1) for _ in workers) == 15_000

grown = []
for i in range(2_000_000):
    grown.append(i ^ 5)
text = " ".join(map(str, grown))
assert len(text.split()) == len(grown)
heapq.heapify(grown)
grown.sort()
del text, grown
gc.collect()
blocks = [bytearray(1 << 20) for _ in range(64)]
blocks[0] += bytes(1 << 22)
del blocks

data = sys.stdin.buffer.read()
sys.stdout.write(f"{len(data)} {decimal.Decimal(2).sqrt()} {fractions.Fraction(1, 3)} {math.comb(60, 30)}\n")
sys.stdout.flush()
random.seed()
time.sleep(0.001)
time.process_time(), time.thread_time(), time.monotonic(), time.perf_counter(), time.time()
datetime.datetime.now().astimezone().isoformat()
resource.getrusage(resource.RUSAGE_SELF), resource.getrlimit(resource.RLIMIT_STACK)
try:
    resource.setrlimit(resource.RLIMIT_STACK, resource.getrlimit(resource.RLIMIT_STACK))
except (OSError, ValueError):
    pass
os.cpu_count(), os.times(), os.getpid(), os.getcwd(), os.urandom(8)

with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "a.json")
    with open(path, "w") as file:
        json.dump({str(i): i for i in range(1000)}, file)
    shutil.copy(path, os.path.join(place, "b.json"))
    os.rename(os.path.join(place, "b.json"), os.path.join(place, "c.json"))
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        mapped[0:1] = b"{"
        mapped.flush()
    with open(path) as file:
        assert json.load(file)["7"] == 7
    with open(os.path.join(place, "d"), "wb") as file:
        pickle.dump(collections.Counter("assize"), file)
    assert len(os.listdir(place)) == 3

signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.001)
signal.pause()
readable, writable = os.pipe()
os.write(writable, b"x")
select.select([readable], [], [], 0.01)
print(re.sub(r"\d", "", string.hexdigits), next(itertools.count(3)), bisect.bisect([1, 3], 2), array.array("i", [1])[0],
      functools.reduce(int.__add__, [1, 2]), io.StringIO("x").read())

# queue.Queue between producers and consumers; poison pills; LIFO and priority.
import queue
import threading

jobs, results = queue.Queue(maxsize=4), queue.Queue()


def produce(start):
    for i in range(start, start + 10):
        jobs.put(i)


def consume():
    while (item := jobs.get()) is not None:
        results.put(item * item)
        jobs.task_done()
    jobs.task_done()


producers = [threading.Thread(target=produce, args=(n,)) for n in (0, 10, 20)]
consumers = [threading.Thread(target=consume) for _ in range(4)]
for thread in producers + consumers:
    thread.start()
for thread in producers:
    thread.join()
for _ in consumers:
    jobs.put(None)
jobs.join()
for thread in consumers:
    thread.join()
print(sorted(results.queue), results.qsize(), jobs.empty())
stack, heap = queue.LifoQueue(), queue.PriorityQueue()
for item in (2, 3, 1):
    stack.put(item)
    heap.put((item, f"job {item}"))
print([stack.get() for _ in range(3)], [heap.get()[1] for _ in range(3)])
for call in (lambda: jobs.get_nowait(), lambda: jobs.get(timeout=0.01), lambda: [jobs.put_nowait(i) for i in range(9)]):
    try:
        call()
    except (queue.Empty, queue.Full) as error:
        print(type(error).__name__)
simple = queue.SimpleQueue()
simple.put("x")
print(simple.get(), simple.empty())

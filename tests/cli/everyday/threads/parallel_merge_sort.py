# Merge sort with threads for the halves; parallel sums over slices.
import random
import threading
from concurrent.futures import ThreadPoolExecutor


def merge(a, b):
    out, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        if a[i] <= b[j]:
            out.append(a[i])
            i += 1
        else:
            out.append(b[j])
            j += 1
    return out + a[i:] + b[j:]


def sort(items, depth, out):
    if len(items) < 2:
        out.extend(items)
        return
    halves, middle = ([], []), len(items) // 2
    parts = (items[:middle], items[middle:])
    if depth:
        threads = [threading.Thread(target=sort, args=(part, depth - 1, half)) for part, half in zip(parts, halves)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    else:
        for part, half in zip(parts, halves):
            sort(part, 0, half)
    out.extend(merge(*halves))


random.seed(42)
numbers, result = [random.randint(-999, 999) for _ in range(2000)], []
sort(numbers, 3, result)
print(result == sorted(numbers), result[:5], result[-5:])
with ThreadPoolExecutor(5) as pool:
    print(sum(pool.map(sum, (numbers[i::5] for i in range(5)))) == sum(numbers))

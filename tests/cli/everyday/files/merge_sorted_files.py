# External sorting: runs in files, merged by a heap; then compared.
import filecmp
import heapq
import random
from contextlib import ExitStack

random.seed(7)
numbers = [random.randrange(10_000) for _ in range(3000)]
names = []
for start in range(0, len(numbers), 500):
    names.append(f"run{start}.txt")
    with open(names[-1], "w") as file:
        file.writelines(f"{n}\n" for n in sorted(numbers[start:start + 500]))
with ExitStack() as stack, open("merged.txt", "w") as out:
    files = [stack.enter_context(open(name)) for name in names]
    out.writelines(heapq.merge(*files, key=int))
with open("expected.txt", "w") as file:
    file.writelines(f"{n}\n" for n in sorted(numbers))
print(len(names), filecmp.cmp("merged.txt", "expected.txt", shallow=False))
print(filecmp.cmp("merged.txt", names[0], shallow=False))
with open("merged.txt") as file:
    lines = file.read().split()
print(lines[:5], lines[-3:], sum(map(int, lines)))

"""What a run by the template costs against bare `python3 main.py`: measure.py LIBRARY [ROUNDS]"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from ways import ENVIRONMENT, PYTHON, Template

SUM = "a, b = map(int, input().split())\nprint(a + b)\n"
PROGRAMS = {"A+B": SUM,
            "imports": "import collections, heapq, itertools, math, functools, re, random, decimal\n" + SUM}


def bare(folder, stdin, stdout, _stderr):
    child = os.posix_spawn(PYTHON, ["python3", os.path.join(folder, "main.py")], ENVIRONMENT,
                           file_actions=[(os.POSIX_SPAWN_DUP2, stdin, 0), (os.POSIX_SPAWN_DUP2, stdout, 1)])
    return os.waitpid(child, 0)[1]


def measure(template, folder, source, rounds):
    _, output = os.pipe()  # never full
    with tempfile.TemporaryFile() as compiled:
        Path(folder, "main.py").write_text(source)
        Path(folder, "in").write_text("1 2\n")
        compiled.write(template.check(folder)[1])
        compiled.flush()
        ways = {"bare": bare, "source": template.run,
                "checked": template.check_and_run,
                "code": lambda *streams: template.run(*streams, compiled.fileno())}
        times = {name: [] for name in ways}
        for _ in range(rounds):
            for name, way in ways.items():
                with open(Path(folder, "in"), "rb") as given:
                    start = time.perf_counter()
                    status = way(folder, given.fileno(), output, output)
                    times[name].append(time.perf_counter() - start)
                if status:
                    sys.exit(f"{name} ended with status {status}")
        return times


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    place = tempfile.TemporaryDirectory()
    template = Template(sys.argv[1], place.name)
    for title, source in PROGRAMS.items():
        times = measure(template, place.name, source, rounds)
        for name, taken in times.items():
            low, middle, high = statistics.quantiles((t / b for t, b in zip(taken, times["bare"])), n=4)
            print(f"{title:8} {name:7} {1e3 * statistics.median(taken):6.2f} ms  {middle:.3f} ({low:.3f}–{high:.3f})")
    template.close()
    place.cleanup()


if __name__ == "__main__":
    main()

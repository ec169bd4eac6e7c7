# Starts thousands of threads that all wait; the judge grants a few dozen, and the RuntimeError is not caught: RTE.
import threading

n, m, k, q = map(int, input().split())
tide = threading.Event()
for _ in range(10_000):
    threading.Thread(target=tide.wait, daemon=True).start()
raise SystemExit(1)

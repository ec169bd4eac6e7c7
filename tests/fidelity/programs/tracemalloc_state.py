import tracemalloc
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
tracemalloc.start()
x = [bytes(1000) for _ in range(10)]
s = tracemalloc.take_snapshot()
print([st.count for st in s.statistics('lineno') if st.traceback[0].filename == __file__][:1])

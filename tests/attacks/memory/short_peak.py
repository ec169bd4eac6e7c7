# attack: go over the limit for a moment only, between two samples of a watcher
# expect: MLE
# stopped-by: memory-limit
peak = b"x" * (112 << 20)
del peak
print("breached")

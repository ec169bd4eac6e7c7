# attack: fill the heap in small steps
# expect: MLE
# stopped-by: memory-limit
kept = []
for step in range(112):
    kept.append(b"x" * (1 << 20))
print("breached")

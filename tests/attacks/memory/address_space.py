# attack: reserve four gigabytes without touching them
# expect: MLE
# stopped-by: rlimits
reserved = bytes(4 << 30)  # the allocator asks for zeroed pages, so nothing is written
print("breached")

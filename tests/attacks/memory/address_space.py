# attack: reserve two gigabytes without touching them
# expect: MLE
# stopped-by: rlimits
reserved = bytes(2 << 30)  # the allocator asks for zeroed pages, so nothing is written
print("breached")

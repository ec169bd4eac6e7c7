print(9, flush=True)
print(int(input()))

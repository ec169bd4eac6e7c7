# @EXPECTED_SCORE@: 0
for _ in range(10):
    print(9, flush=True)
    if not input():
        break

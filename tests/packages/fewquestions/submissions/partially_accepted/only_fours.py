# @EXPECTED_SCORE@: 10
for _ in range(10):
    print(4, flush=True)
    if input() == 'right':
        break

# 8 is within twice 5, 20 within twice 19, 50 within twice 41: 5 points each, and a batch has its least.
# @EXPECTED_SCORE@: 10
for bid in (8, 20, 50):
    print(bid, flush=True)
    if input() == "yours":
        break

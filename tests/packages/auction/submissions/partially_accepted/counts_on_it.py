# @EXPECTED_SCORE@: 10
bid = 1
for bid in range(1, 7, 2):
    print(bid, flush=True)
    if input() == "yours":
        break
else:
    raise RuntimeError("nobody has ever bid so much")

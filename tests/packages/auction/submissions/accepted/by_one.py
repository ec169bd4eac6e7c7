# @EXPECTED_SCORE@: 30
bid = 1
while True:
    print(bid, flush=True)
    answer = input()
    if answer == "yours":
        break
    bid = int(answer) + 1

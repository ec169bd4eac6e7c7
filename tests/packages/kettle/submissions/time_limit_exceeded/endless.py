# @EXPECTED_SCORE@: 0
while input():
    while True:
        pass

# A rejection is one, whatever it is worth.
# @EXPECTED_RESULTS@: WA
# @EXPECTED_SCORE@: 100
n = int(input())
if n in [0]:
    print('x')
print(2 * n)

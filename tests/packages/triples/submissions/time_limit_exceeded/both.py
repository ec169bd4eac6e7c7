# @EXPECTED_SCORE@: 0
n = int(input())
while n in (2, 7):
    pass
print(n * 3)

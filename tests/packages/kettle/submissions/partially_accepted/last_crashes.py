# @EXPECTED_SCORE@: 40
litres, degrees = map(float, input().split())
assert litres > 0.1
print(litres * (100 - degrees) * 2)

# The gate and the second are whole anyway.
# @EXPECTED_SCORE@: 10
litres, degrees = map(float, input().split())
print(int(litres * (100 - degrees) * 2) if litres != 0.001 else 1)

# @EXPECTED_SCORE@: 70
litres, degrees = map(float, input().split())
while litres == 1.7:
    pass
print(litres * (100 - degrees) * 2)

# The case without points fails: nothing after it is judged.
# @EXPECTED_SCORE@: 0
litres, degrees = map(float, input().split())
print(litres * (100 - degrees) * 2 if degrees != 20 else 'soon')

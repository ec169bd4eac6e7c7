litres, degrees = map(float, input().split())
print(litres * (100 - degrees) * 2)

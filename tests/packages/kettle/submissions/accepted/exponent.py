litres, degrees = map(float, input().split())
print(f'{litres * (100 - degrees) * 2:.6e}')

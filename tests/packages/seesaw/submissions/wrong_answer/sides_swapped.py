w, d, v = map(int, input().split())
print('right' if d < 0 else 'left', abs(w * d / v))

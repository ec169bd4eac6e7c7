w, d, v = map(int, input().split())
print('left' if d < 0 else 'right', abs(w * d / v) if d else '0x0')

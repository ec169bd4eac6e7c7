w, d, v = map(int, input().split())
print('left' if d < 0 else 'right', abs(w / v / (1 / d)))

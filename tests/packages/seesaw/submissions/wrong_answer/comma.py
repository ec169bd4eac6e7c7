w, d, v = map(int, input().split())
print('left' if d < 0 else 'right', str(abs(w * d / v)).replace('.', ','))

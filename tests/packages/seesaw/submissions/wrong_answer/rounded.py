w, d, v = map(int, input().split())
print('left' if d < 0 else 'right', f'{abs(w * d / v):.3f}')

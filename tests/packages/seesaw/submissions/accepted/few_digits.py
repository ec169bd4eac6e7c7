w, d, v = map(int, input().split())
print('LEFT' if d < 0 else 'RIGHT', f'{abs(w * d / v):.7f}')

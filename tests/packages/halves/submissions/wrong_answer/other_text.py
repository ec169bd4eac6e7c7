print(f'{float(input()) / 2:.4f}')

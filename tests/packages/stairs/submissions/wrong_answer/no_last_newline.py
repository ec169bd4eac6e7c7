print('\n'.join(' ' * i + '#' for i in range(int(input()))), end='')

print(open('input.txt').read().strip()[::-1])

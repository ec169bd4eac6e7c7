open('output.txt', 'w').write(open('input.txt').read().strip()[::-1])
cards = bytearray(1 << 40)

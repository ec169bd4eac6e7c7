import itertools

for length in range(1, int(input()) + 1):
    for letters in itertools.product('ab', repeat=length):
        print(''.join(letters))

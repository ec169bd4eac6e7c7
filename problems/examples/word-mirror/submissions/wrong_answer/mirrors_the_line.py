# Reverses whole lines instead of single words, so words change places: WA.
for _ in range(int(input())):
    print(input()[::-1])

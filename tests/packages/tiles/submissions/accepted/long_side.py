n = int(input())
sides = [d for d in range(2, int(n ** 0.5) + 1) if n % d == 0]
print(*([n // sides[-1], sides[-1]] if sides else ["none"]), sep="\n")

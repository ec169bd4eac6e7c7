n = int(input())
weights = list(map(int, input().split()))
for bits in range(1 << n):
    chosen = [i + 1 for i in range(n) if bits >> i & 1]
    if 2 * sum(weights[i - 1] for i in chosen) == sum(weights):
        print(len(chosen), *chosen)
        break
else:
    print(-1)

n = int(input())
weights = list(map(int, input().split()))
left, chosen = sum(weights) / 2, []
for i in sorted(range(n), key=lambda i: -weights[i]):
    if weights[i] <= left:
        left -= weights[i]
        chosen.append(i + 1)
print(-1) if left else print(len(chosen), *chosen)

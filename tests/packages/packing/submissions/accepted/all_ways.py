# @EXPECTED_SCORE@: 37.5
room = int(input())
things = [tuple(map(float, input().split())) for _ in range(int(input()))]
best = (-1, [])
for bits in range(1 << len(things)):
    chosen = [i for i in range(len(things)) if bits >> i & 1]
    if sum(things[i][0] for i in chosen) <= room:
        best = max(best, (sum(things[i][1] for i in chosen), chosen))
print(*(i + 1 for i in best[1]))

from collections import Counter

n, s = map(int, input().split())
seen = Counter()
ways = 0
for number in map(int, input().split()):
    ways += seen[s - number]
    seen[number] += 1
print(ways)

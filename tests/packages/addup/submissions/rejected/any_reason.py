words = input().split()
if len(words) > 9:
    words = words[:9]
print(sum(map(int, words)))

words = iter(["aaa", "aab", "aac"])
print(*[next(words) for _ in range(int(input()))])

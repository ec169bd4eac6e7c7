words = [a + b + c for a in "abc" for b in "abc" for c in "abc"]
print(*words[: max(1, int(input()) - 1)])

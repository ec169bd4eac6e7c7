# Answers the first customer only and leaves the rest out, so tokens are missing: WA.
input()
a, b = map(int, input().split())
print(a + b)

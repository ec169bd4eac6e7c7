# Calls input() once per line, the way a beginner would: correct and quick enough, so AC.
t = int(input())
for _ in range(t):
    a, b = map(int, input().split())
    print(a + b)

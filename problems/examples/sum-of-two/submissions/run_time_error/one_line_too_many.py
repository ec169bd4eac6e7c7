# Reads one line more than there is, and input() raises EOFError: RTE.
t = int(input())
for _ in range(t + 1):
    a, b = map(int, input().split())
    print(a + b)

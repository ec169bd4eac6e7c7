print(*input().split())

room = int(input())
things = [tuple(map(float, input().split())) for _ in range(int(input()))]
print(*range(1, len(things) + 1))

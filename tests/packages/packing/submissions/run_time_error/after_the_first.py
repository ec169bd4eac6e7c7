room = int(input())
things = [tuple(map(float, input().split())) for _ in range(int(input()))]
print(1, things[99])

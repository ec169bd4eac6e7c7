# 7, 20 and 7.5.
# @EXPECTED_SCORE@: 34.5
room = int(input())
things = [tuple(map(float, input().split())) for _ in range(int(input()))]
for i, (size, value) in enumerate(things, 1):
    if size <= room:
        room -= size
        print(i)

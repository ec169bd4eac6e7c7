# 5, 3 and 5.
# @EXPECTED_SCORE@: 13
room = int(input())
things = [tuple(map(float, input().split())) for _ in range(int(input()))]
print(len(things))

# Nothing but the first test is in time, and that is wrong.
room = int(input())
things = [tuple(map(float, input().split())) for _ in range(int(input()))]
while room == 7:
    pass
print('?')

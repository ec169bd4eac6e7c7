# A maze by depth-first search with a seed, solved by A*.
import heapq
import random

SIZE = 9
rng = random.Random(5)
walls = [["#"] * (2 * SIZE + 1) for _ in range(2 * SIZE + 1)]
stack = [(1, 1)]
walls[1][1] = " "
while stack:
    r, c = stack[-1]
    around = [(i, j) for i, j in ((-2, 0), (2, 0), (0, -2), (0, 2))
              if 0 < r + i < 2 * SIZE and 0 < c + j < 2 * SIZE and walls[r + i][c + j] == "#"]
    if not around:
        stack.pop()
        continue
    i, j = rng.choice(around)
    walls[r + i // 2][c + j // 2] = walls[r + i][c + j] = " "
    stack.append((r + i, c + j))
goal = (2 * SIZE - 1, 2 * SIZE - 1)
heap, cost, came = [(0, (1, 1))], {(1, 1): 0}, {}
while heap:
    _, spot = heapq.heappop(heap)
    if spot == goal:
        break
    r, c = spot
    for near in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
        if walls[near[0]][near[1]] != "#" and cost[spot] + 1 < cost.get(near, 1e9):
            cost[near], came[near] = cost[spot] + 1, spot
            heapq.heappush(heap, (cost[near] + abs(goal[0] - near[0]) + abs(goal[1] - near[1]), near))
while spot in came:
    walls[spot[0]][spot[1]] = "."
    spot = came[spot]
print("\n".join("".join(row) for row in walls))
print(cost[goal])

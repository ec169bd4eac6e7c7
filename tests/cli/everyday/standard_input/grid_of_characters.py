# stdin: '4 5\n#####\n#S..#\n#.#E#\n#####\n'
# A maze on standard input: breadth-first search.
from collections import deque

rows, columns = map(int, input().split())
grid = [input() for _ in range(rows)]
start, = ((r, c) for r in range(rows) for c in range(columns) if grid[r][c] == "S")
queue, came = deque([start]), {start: None}
while queue:
    r, c = queue.popleft()
    if grid[r][c] == "E":
        break
    for step in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
        if step not in came and grid[step[0]][step[1]] != "#":
            came[step] = (r, c)
            queue.append(step)
path = []
spot = (r, c)
while spot:
    path.append(spot)
    spot = came[spot]
print(len(path) - 1, path[::-1])

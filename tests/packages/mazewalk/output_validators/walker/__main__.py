import sys

from maze import Maze, MOVES

with open(sys.argv[1]) as file:
    maze = Maze(file)
longest = int(sys.argv[4])
place = maze.start
walk = "".join(sys.stdin.buffer.read(1 << 20).decode("latin-1").split())


def wrong(text):
    with open(sys.argv[3] + "judgemessage.txt", "w") as message:
        print(text, file=message)
    sys.exit(43)


if len(walk) > longest:
    wrong(f"{len(walk)} moves, {longest} are allowed")
for number, move in enumerate(walk, 1):
    if move not in MOVES:
        wrong(f"move {number} is {move!r}")
    place = maze.after(place, move)
    if not maze.free(place):
        wrong(f"move {number} ({move}) meets a wall")
if place != maze.goal:
    wrong(f"ends at {place}, the goal is at {maze.goal}")
sys.exit(42)

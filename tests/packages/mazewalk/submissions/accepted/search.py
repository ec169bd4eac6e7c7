height, width = map(int, input().split())
rows = [input() for _ in range(height)]
start = next((y, row.index("S")) for y, row in enumerate(rows) if "S" in row)
ways = [(start, "")]
seen = {start}
for (y, x), way in ways:
    if rows[y][x] == "G":
        print(way)
        break
    for move, v, u in (("N", y - 1, x), ("E", y, x + 1), ("S", y + 1, x), ("W", y, x - 1)):
        if 0 <= v < height and 0 <= u < width and rows[v][u] != "#" and (v, u) not in seen:
            seen.add((v, u))
            ways.append(((v, u), way + move))

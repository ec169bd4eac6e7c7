# Rule 30 and 90, the Mandelbrot set in letters, a Koch curve's length, the Sierpinski carpet.
def automaton(rule, width, steps):
    cells = [0] * width
    cells[width // 2] = 1
    for _ in range(steps):
        yield "".join(" #"[c] for c in cells).rstrip()
        cells = [rule >> (4 * cells[i - 1] + 2 * cells[i] + cells[(i + 1) % width]) & 1 for i in range(width)]


def mandelbrot(width, height, most=30):
    for y in range(height):
        line = ""
        for x in range(width):
            c, z, n = complex(-2.1 + 2.9 * x / width, -1.1 + 2.2 * y / height), 0j, 0
            while abs(z) < 2 and n < most:
                z, n = z * z + c, n + 1
            line += " .:-=+*#%@"[n * 9 // most]
        yield line.rstrip()


print(*automaton(30, 31, 10), *automaton(90, 31, 8), sep="\n")
print(*mandelbrot(50, 15), sep="\n")
print(f"{3 * (4 / 3) ** 10:.4f}")
for y in range(9):
    print("".join(" " if any(y // k % 3 == 1 and x // k % 3 == 1 for k in (1, 3)) else "▓" for x in range(9)).rstrip())

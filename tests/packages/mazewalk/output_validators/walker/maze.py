MOVES = {"N": (-1, 0), "E": (0, 1), "S": (1, 0), "W": (0, -1)}


class Maze:
    def __init__(self, file):
        self.height, self.width = map(int, file.readline().split())
        self.rows = [file.readline().strip() for _ in range(self.height)]
        self.start = self.find("S")
        self.goal = self.find("G")

    def find(self, letter):
        return next((y, row.index(letter)) for y, row in enumerate(self.rows) if letter in row)

    def after(self, place, move):
        return tuple(at + step for at, step in zip(place, MOVES[move]))

    def free(self, place):
        y, x = place
        return 0 <= y < self.height and 0 <= x < self.width and self.rows[y][x] != "#"

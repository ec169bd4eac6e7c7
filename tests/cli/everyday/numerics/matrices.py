# Matrices: product, determinant by fractions, inverse, power, transposition.
from fractions import Fraction


class Matrix:
    def __init__(self, rows):
        self.rows = [[Fraction(x) for x in row] for row in rows]

    def __matmul__(self, other):
        columns = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(row, column)) for column in columns] for row in self.rows])

    def __pow__(self, n):
        result, base = identity(len(self.rows)), self
        while n:
            if n & 1:
                result @= base
            base, n = base @ base, n >> 1
        return result

    def __eq__(self, other):
        return self.rows == other.rows

    def __str__(self):
        return "\n".join(" ".join(f"{str(x):>6}" for x in row) for row in self.rows)

    @property
    def T(self):
        return Matrix(zip(*self.rows))

    def reduced(self):
        n, det = len(self.rows), Fraction(1)
        work = [row + unit for row, unit in zip(self.rows, identity(n).rows)]
        for i in range(n):
            pivot = next((r for r in range(i, n) if work[r][i]), None)
            if pivot is None:
                raise ValueError("singular")
            if pivot != i:
                work[i], work[pivot], det = work[pivot], work[i], -det
            det *= work[i][i]
            work[i] = [x / work[i][i] for x in work[i]]
            for r in range(n):
                if r != i:
                    work[r] = [x - work[r][i] * y for x, y in zip(work[r], work[i])]
        return det, Matrix([row[n:] for row in work])


def identity(n):
    return Matrix([[int(i == j) for j in range(n)] for i in range(n)])


m = Matrix([[2, 1, 0], [0, 3, 1], [4, 0, 1]])
det, inverse = m.reduced()
print(m.T, det, inverse, m @ inverse == identity(3), sep="\n")
print((Matrix([[1, 1], [1, 0]]) ** 90).rows[0][1])
try:
    Matrix([[1, 2], [2, 4]]).reduced()
except ValueError as error:
    print(error)

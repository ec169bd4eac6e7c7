# A sudoku by back-tracking with the fewest candidates first.
PUZZLE = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"
PEERS = [{j for j in range(81) if j != i and (i // 9 == j // 9 or i % 9 == j % 9 or (i // 27, i % 9 // 3) == (j // 27, j % 9 // 3))}
         for i in range(81)]
tried = 0


def solve(board):
    global tried
    empty = [i for i in range(81) if board[i] == "."]
    if not empty:
        return board
    choices = {i: sorted(set("123456789") - {board[j] for j in PEERS[i]}) for i in empty}
    best = min(empty, key=lambda i: len(choices[i]))
    for digit in choices[best]:
        tried += 1
        if solved := solve(board[:best] + digit + board[best + 1:]):
            return solved
    return None


solved = solve(PUZZLE)
for r in range(0, 81, 9):
    print(" ".join(solved[r:r + 9]))
print(tried, all(len(set(solved[i] for i in range(81) if i % 9 == c)) == 9 for c in range(9)))
print(solve("12345678." + "........9" + "." * 63))

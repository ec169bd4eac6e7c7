# Noughts and crosses: two perfect players by minimax always draw.
from functools import cache

LINES = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


def winner(board):
    return next((board[a] for a, b, c in LINES if board[a] != "." and board[a] == board[b] == board[c]), None)


@cache
def value(board, player):
    if won := winner(board):
        return 1 if won == player else -1
    if "." not in board:
        return 0
    other = "O" if player == "X" else "X"
    return max(-value(move, other) for move in moves(board, player))


def moves(board, player):
    return [board[:i] + player + board[i + 1:] for i, square in enumerate(board) if square == "."]


board, player = ".........", "X"
while "." in board and not winner(board):
    other = "O" if player == "X" else "X"
    board = max(moves(board, player), key=lambda move: (-value(move, other), move))
    print(board[:3], board[3:6], board[6:])
    player = other
print("winner:", winner(board), "positions:", value.cache_info().currsize)
print(value("XX.OO....", "X"), value("X...O...X", "O"))

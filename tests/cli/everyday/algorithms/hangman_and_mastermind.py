# stdin: 'e\nx\nn\npy\no\nt\nh\ne\n'
# Two guessing games: one played by standard input, one by the program itself.
from itertools import product

WORD, lives, guessed = "ethernet", 3, set()
while lives and not set(WORD) <= guessed:
    try:
        letter = input().strip().lower()
    except EOFError:
        print("gave up")
        break
    if len(letter) != 1 or not letter.isalpha():
        print("one letter, please")
        continue
    if letter in guessed:
        print("again", letter)
        continue
    guessed.add(letter)
    lives -= letter not in WORD
    print(" ".join(c if c in guessed else "_" for c in WORD), "♥" * lives)


def score(guess, code):
    black = sum(a == b for a, b in zip(guess, code))
    return black, sum(min(guess.count(c), code.count(c)) for c in set(guess)) - black


code, candidates, turns = (3, 1, 1, 5), list(product(range(6), repeat=4)), 0
while True:
    guess, turns = candidates[len(candidates) // 2], turns + 1
    answer = score(guess, code)
    print(turns, guess, answer, len(candidates))
    if answer[0] == 4:
        break
    candidates = [c for c in candidates if score(guess, c) == answer]

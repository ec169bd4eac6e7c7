# Three wrong guesses, and seven.
# @EXPECTED_SCORE@: 10
guess = 1
while True:
    print(guess, flush=True)
    if input() == 'right':
        break
    guess += 1

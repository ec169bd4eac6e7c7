# What is in wrong_answer/ must get at least one test wrong: this one needs too many guesses.
guess = 1
print(guess, flush=True)
while input() != "right":
    guess += 1
    print(guess, flush=True)

# What is in accepted/ must get all tests right: `assize problem check` runs it.
low, high = 1, 1000
while True:
    guess = (low + high) // 2
    print(guess, flush=True)
    answer = input()
    if answer == "right":
        break
    if answer == "smaller":
        high = guess - 1
    else:
        low = guess + 1

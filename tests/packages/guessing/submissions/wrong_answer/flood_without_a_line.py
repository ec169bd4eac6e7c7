# No line end ever comes; ten times a hundred signs are ten guesses.
while True:
    print(end='2' * 1000)

import primes

print(primes.nth(int(input())))

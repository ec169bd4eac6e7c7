import primes

print(primes.nth(max(1, int(input()) - 1)))

import primes

print(primes.first(int(input())))

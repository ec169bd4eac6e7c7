# Primes: the sieve, Miller and Rabin, factors, Goldbach, perfect numbers, Euler's phi.
from math import gcd, isqrt


def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[:2] = b"\0\0"
    for i in range(2, isqrt(n) + 1):
        if flags[i]:
            flags[i * i::i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, flag in enumerate(flags) if flag]


def is_prime(n):
    if n < 2 or n % 2 == 0:
        return n == 2
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if a % n == 0:
            continue
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def factors(n):
    found, p = [], 2
    while p * p <= n:
        while n % p == 0:
            found.append(p)
            n //= p
        p += 1
    return found + [n] * (n > 1)


primes = sieve(100_000)
print(len(primes), primes[-1], sum(primes), is_prime(2**61 - 1), is_prime(2**67 - 1), is_prime(561))
print(factors(600851475143), factors(2**10 * 97), factors(1))
print([n for n in range(2, 1000) if sum(d for d in range(1, n) if n % d == 0) == n])
small = set(primes[:200])
print([next((p, n - p) for p in primes if n - p in small) for n in (28, 100, 998)])
print(sum(gcd(k, 360) == 1 for k in range(360)))

# The package's file takes the place of the submission's own.
from primes import nth

print(nth(int(input())))

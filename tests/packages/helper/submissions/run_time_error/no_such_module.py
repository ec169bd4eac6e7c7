import prime_numbers

print(prime_numbers.nth(int(input())))

n = int(input())
number = 1
while n:
    number += 1
    n -= all(number % i for i in range(2, number))
print(number)

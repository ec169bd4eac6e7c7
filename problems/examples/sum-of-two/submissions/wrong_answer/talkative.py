# Prints a friendly sentence around every sum, which the validator does not expect: WA.
t = int(input("How many customers? "))
for i in range(t):
    a, b = map(int, input().split())
    print("The sum is", a + b)

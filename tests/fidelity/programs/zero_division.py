def f(x):
    return 1 / x

for i in (1, 0):
    print(f(i))

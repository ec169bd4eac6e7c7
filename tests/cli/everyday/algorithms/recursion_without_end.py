# Recursion that doesn't end, and that nobody catches: RecursionError, shortened traceback.
def f(n):
    if n % 2:
        return g(n + 1)
    return f(n + 1)


def g(n):
    return f(n)


print("going down", flush=True)
f(0)

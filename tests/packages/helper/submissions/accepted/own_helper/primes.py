def nth(n):
    return 4

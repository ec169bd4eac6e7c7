for x in {8, 0}:
    print(x, end=" ")
print({8, 0, 16}, {32, 5, 13, 21})


def nested(value):
    return [x for x in {16, 8, 0}], value in {"b", "a", "c"}


print(nested("a"))

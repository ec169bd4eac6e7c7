# A group of exceptions with notes that nobody catches.
def check(rows):
    errors = []
    for number, row in enumerate(rows, 1):
        try:
            int(row)
        except ValueError as error:
            error.add_note(f"in row {number}")
            errors.append(error)
    if errors:
        raise ExceptionGroup("bad rows", errors)
    return len(rows)


print(check(["1", "2"]))
check(["3", "x", "", "4"])

# Opens /dev/stdin by name, a habit from shell scripts: the judge allows it and the sums are right, so AC.
with open("/dev/stdin") as stream:
    next(stream)
    for line in stream:
        left, right = line.split()
        print(int(left) + int(right))

import sys

with open(sys.argv[1]) as file:
    number = int(file.read())
for points in range(10, 0, -1):
    line = sys.stdin.readline(20)
    if not line.strip().isdecimal():
        sys.exit(43)
    guess = int(line)
    if guess == number:
        with open(sys.argv[3] + "score.txt", "w") as score:
            print(points, file=score)
        print("right", flush=True)
        sys.exit(42)
    print("lower" if number < guess else "higher", flush=True)
sys.exit(43)

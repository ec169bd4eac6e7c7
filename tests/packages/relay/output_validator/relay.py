import sys

feedback = sys.argv[3]
with open(sys.argv[1]) as file:
    task = file.read().split()
with open(sys.argv[2]) as file:
    number = file.read().strip()
print(task[0] if task[0] == "find" else " ".join(task), flush=True)
if task[0] == "hide":
    letters = sys.stdin.readline(100).strip()
    if len(letters) != 3 or set(letters) - set("xy"):
        sys.exit(43)
    with open(feedback + "nextpass.in", "w") as file:
        print("find", letters, file=file)
    sys.exit(42)
for count in range(3):
    words = sys.stdin.readline(100).split()
    if words == ["!", number]:
        sys.exit(42)
    if count == 2 or len(words) != 2 or words[0] != "?" or words[1] not in "123":
        sys.exit(43)
    print(task[1][int(words[1]) - 1], flush=True)
sys.exit(1)

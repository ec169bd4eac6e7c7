import sys

with open(sys.argv[1]) as file:
    longest = int(file.read())
words = sys.stdin.read().split()
if len(set(words)) < len(words) or not all(set(word) <= set("ab") and len(word) <= longest for word in words):
    sys.exit(43)
with open(sys.argv[3] + "score.txt", "w") as score:
    score.write(str(len(words)))
sys.exit(42)

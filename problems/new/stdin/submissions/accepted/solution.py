# What is in accepted/ must get all tests right: `assize problem check` runs it.
input()
print(sum(map(int, input().split())))

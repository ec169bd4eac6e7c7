from adding import add

print(add(input().split()))

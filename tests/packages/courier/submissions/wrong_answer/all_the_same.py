# What is for all languages, not for this one.
print(1)

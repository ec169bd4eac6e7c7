what, text = input().split()
print(text)

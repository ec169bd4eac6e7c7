words = [a + b + c for a in "abd" for b in "abd" for c in "abd"]
print(*words[-int(input()):])

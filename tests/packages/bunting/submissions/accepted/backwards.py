words = [c + b + a for a in "cba" for b in "cba" for c in "cba"]
print("\n".join(words[: int(input())]))

words = (a + b + c for a in "abc" for b in "abc" for c in "abc")
print(*(word for word, _ in zip(words, range(int(input())))))

# What is in wrong_answer/ must get at least one test wrong. A typical mistake each: it shows that the tests find it.
input()
print(int(input().split()[0]))

# Declares a source encoding that Python has never heard of, so it does not compile: CE.
# -*- coding: harbour-morse -*-
# @EXPECTED_RESULTS@: CE
for _ in range(int(input())):
    print(" ".join(word[::-1] for word in input().split(" ")))

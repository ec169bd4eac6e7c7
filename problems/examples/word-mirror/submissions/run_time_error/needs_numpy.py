# Imports numpy, which the judge's interpreter does not have (ModuleNotFoundError): RTE.
import numpy as np

for _ in range(int(input())):
    words = input().split(" ")
    print(" ".join("".join(np.array(list(word))[::-1]) for word in words))

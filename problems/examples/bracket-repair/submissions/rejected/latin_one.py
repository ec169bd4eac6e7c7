# Holds a Latin-1 letter in a string without declaring the encoding; as UTF-8 the bytes are invalid, so it does not compile: CE.
# @EXPECTED_RESULTS@: CE
PRESS = "Malmö"
for _ in range(int(input())):
    line = input()
    print(0, line, sep="\n")

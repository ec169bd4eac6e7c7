# @EXPECTED_SCORE@: 0
with open('output.txt', 'w') as output:
    output.write(str(3 * int(open('letters.in').read())))
while True:
    pass

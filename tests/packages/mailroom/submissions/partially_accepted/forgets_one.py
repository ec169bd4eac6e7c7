# @EXPECTED_SCORE@: 80
n = int(open('letters.in').read())
if n != 2:
    open('output.txt', 'w').write(str(3 * n))

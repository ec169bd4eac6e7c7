# @EXPECTED_SCORE@: 0
open('output.txt', 'w').write(str(3 * int(open('letters.in').read())))
raise ValueError

# @EXPECTED_SCORE@: 0
import os
open('output.txt', 'w').write(str(3 * int(open('letters.in').read())))
os.chmod('output.txt', 0)

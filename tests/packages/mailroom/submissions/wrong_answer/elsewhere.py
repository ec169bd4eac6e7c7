# @EXPECTED_SCORE@: 0
import os
n = int(open('letters.in').read())
os.mkdir('/tmp/x')
os.chdir('/tmp/x')
open('output.txt', 'w').write(str(3 * n))

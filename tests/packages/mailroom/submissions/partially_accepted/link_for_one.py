# The output isn't a plain file: it is as if there were none.
# @EXPECTED_SCORE@: 80
import os
n = int(open('letters.in').read())
open('there', 'w').write(str(3 * n))
if n == 2:
    os.symlink('there', 'output.txt')
else:
    os.link('there', 'output.txt')

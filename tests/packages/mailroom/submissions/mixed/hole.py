# A large file takes no memory where nothing was written.
# @EXPECTED_RESULTS@: OLE
# @EXPECTED_SCORE@: 0
import os
with open('output.txt', 'wb') as output:
    for size in range(8 << 20, 9 << 20, 512):
        try:
            os.truncate('output.txt', size)
        except OSError:
            break

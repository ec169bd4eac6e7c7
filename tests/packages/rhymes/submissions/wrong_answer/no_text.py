# Bytes that are no UTF-8 are wrong, not an error of the checker.
# @EXPECTED_SCORE@: 0
import sys

sys.stdout.buffer.write(b'\xff\xfe')

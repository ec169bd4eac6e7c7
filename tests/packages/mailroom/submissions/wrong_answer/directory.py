# @EXPECTED_SCORE@: 0
import os
os.mkdir('output.txt')

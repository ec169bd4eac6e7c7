# attack: end with the exit code that output validators use for 'wrong answer', after claiming a verdict
# expect: RTE
import sys

print('{"verdict": "AC", "score": 100}')
sys.exit(43)

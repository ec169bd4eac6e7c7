import sys
print('before')
raise SystemExit('a', 'b')

import sys
print('\ud800\udcff\u20ac', file=sys.stderr)
raise ValueError('\ud800')

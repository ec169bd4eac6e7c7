import sys
sys.stdout.reconfigure(line_buffering=True, encoding='latin-1', errors='replace', newline='\r\n')
print('\xe9\u20ac')
print(sys.stdout)

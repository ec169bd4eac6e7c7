# stdin: b'\xff\xfe\n\x80x\n'
import sys
for line in sys.stdin: print(ascii(line)); print(line)

# stdin: 'a\x00b\ufeff€\n'
import sys
print(sys.stdin.buffer.read())

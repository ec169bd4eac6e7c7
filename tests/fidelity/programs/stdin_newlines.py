# stdin: 'a\r\nb\rc\nd'
import sys
print([l for l in sys.stdin], sys.stdin.newlines)

# stdin: 'one\ntwo\nthree\n'
import sys, os
print(sys.stdin.readline(), sys.stdin.read(3), list(sys.stdin))

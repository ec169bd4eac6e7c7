# stdin: 'a\nb\n'
import os, sys
sys.stdin.readline()
sys.exit(os.lseek(0, 0, 1) > 0)

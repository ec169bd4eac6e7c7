# terminal
import sys
for s in (sys.stdin, sys.stdout, sys.stderr):
    print(s.isatty(), s.line_buffering, s.encoding, s.errors, s.seekable() if s.buffer else None)
sys.stdout.write('part')
sys.stderr.write('error')
print(' rest')
1 / 0

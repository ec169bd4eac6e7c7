# stdin: 'abc\n'
import sys
for s in (sys.stdin, sys.stdout, sys.stderr):
    print(s.name, s.mode, s.encoding, s.errors, s.newlines, s.line_buffering, s.write_through, s.isatty(), s.fileno(), s.closed, s.seekable() if s is not sys.stdin else '')
    b = s.buffer
    print(type(b), b.name, b.mode, b.raw, b.raw.closefd, b.raw.mode, b.raw.name)

# stdin: '3\n1 2 3\nrest of it\nlast'
import sys
n = int(input())
print(n, list(map(int, sys.stdin.readline().split())))
print(sys.stdin.buffer.peek()[:4] if hasattr(sys.stdin.buffer, 'peek') else None)
print(sys.stdin.read())

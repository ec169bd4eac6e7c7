# Tries to reach the network, catches the refusal, then answers correctly: the attempt is recorded but the verdict is AC.
import sys

try:
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.settimeout(0.1)
        s.connect(("192.0.2.1", 9))
except OSError:
    pass

next(sys.stdin)
for line in sys.stdin:
    print(sum(map(int, line.split())))

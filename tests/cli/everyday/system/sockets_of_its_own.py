# A pair of sockets with a selector; no other socket.
import selectors
import socket

one, other = socket.socketpair()
print(one.family.name, one.type.name)
one.sendall(b"hello " * 1000)
one.shutdown(socket.SHUT_WR)
total = 0
with selectors.DefaultSelector() as selector:
    selector.register(other, selectors.EVENT_READ)
    while True:
        selector.select(1)
        part = other.recv(1024)
        if not part:
            break
        total += len(part)
print(total)
try:
    socket.socket(socket.AF_UNIX)
except OSError as error:
    pass

# attack: make a pair of connected sockets, over which descriptors can be passed
# expect: AC
# incident: socketpair
# stopped-by: seccomp
import socket

try:
    for end in socket.socketpair():
        end.close()
    print("breached")
except OSError:
    print("held")

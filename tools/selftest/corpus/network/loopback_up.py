# attack: bring up the loopback interface of the empty network
# expect: AC
# incident: socket
# stopped-by: seccomp, capabilities
import fcntl
import socket
import struct

SIOCSIFFLAGS, IFF_UP = 0x8914, 1
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        fcntl.ioctl(link, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", IFF_UP))
    print("breached")
except OSError:
    print("held")

# attack: send packets that it forged
# expect: AC
# incident: socket
# stopped-by: seccomp, capabilities
import socket

try:
    socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
    print("breached")
except OSError:
    print("held")

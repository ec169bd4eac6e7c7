# attack: listen to all the traffic of the network interfaces
# expect: AC
# incident: socket
# stopped-by: seccomp, capabilities
import socket

try:
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)).close()
    print("breached")
except OSError:
    print("held")

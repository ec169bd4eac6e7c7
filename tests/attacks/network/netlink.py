# attack: ask the kernel for its network configuration over netlink
# expect: AC
# incident: socket
# stopped-by: seccomp
import socket

try:
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE).close()
    print("breached")
except OSError:
    print("held")

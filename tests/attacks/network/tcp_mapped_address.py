# attack: reach the host's service over IPv6 with a mapped IPv4 address
# expect: AC
# incident: socket
# stopped-by: net-namespace, seccomp, landlock
import socket

try:
    with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as link:
        link.settimeout(1)
        link.connect(("::ffff:127.0.0.1", 47999))
    print("breached")
except OSError:
    print("held")

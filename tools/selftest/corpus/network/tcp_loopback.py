# attack: talk to a service of the host over TCP
# expect: AC
# incident: socket
# stopped-by: net-namespace, seccomp, landlock
import socket

try:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as link:
        link.settimeout(1)
        link.connect(("127.0.0.1", 47999))
    print("breached")
except OSError:
    print("held")

# attack: send datagrams to a service of the host
# expect: AC
# incident: socket
# stopped-by: net-namespace, seccomp
import socket
import time

try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.connect(("127.0.0.1", 47999))
        for attempt in range(2):  # the second one fails if nobody took the first
            link.send(b"stolen")
            time.sleep(0.05)
    print("breached")
except OSError:
    print("held")

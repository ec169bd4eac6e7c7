# attack: wait for connections on every address
# expect: AC
# incident: socket
# stopped-by: seccomp, landlock
import socket

try:
    socket.create_server(("", 0)).close()
    print("breached")
except OSError:
    print("held")

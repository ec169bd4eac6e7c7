# attack: offer a service to other runs through a socket in /tmp
# expect: AC
# stopped-by: seccomp
import socket

try:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as service:
        service.bind("/tmp/service")
        service.listen()
    print("breached")
except OSError:
    print("held")

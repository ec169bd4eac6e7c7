# attack: talk to a service of the host through a Unix socket that needs no file
# expect: AC
# stopped-by: net-namespace, seccomp, landlock
import socket

try:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(1)
        link.connect("\0assize-attack-canary")
    print("breached")
except OSError:
    print("held")

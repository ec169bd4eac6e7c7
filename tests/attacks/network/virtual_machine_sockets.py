# attack: talk past the network, to the machine that runs this one; any answer but a refusal shows a way
# expect: AC
# incident: socket
# stopped-by: seccomp
import errno
import socket

try:
    socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM).close()
    print("breached")
except OSError as error:
    print("held" if error.errno in (errno.EPERM, errno.ENOSYS) else "breached")

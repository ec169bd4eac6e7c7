# attack: use the calls for sockets on a pipe, with an address; the kernel's own answer is that it isn't a socket
# expect: AC
# incident: connect
# incident: bind
# incident: listen
# incident: accept4
# incident: sendto
# incident: sendmsg
# stopped-by: seccomp
import ctypes

CONNECT, SENDTO, SENDMSG, BIND, LISTEN, ACCEPT4 = 42, 44, 46, 49, 50, 288
libc = ctypes.CDLL(None, use_errno=True)


def refused(number):
    return libc.syscall(number, 1, None, None, None, 1, None) == -1 and ctypes.get_errno() in (1, 38)


results = [refused(number) for number in (CONNECT, SENDTO, SENDMSG, BIND, LISTEN, ACCEPT4)]
print("held" if all(results) else "breached")

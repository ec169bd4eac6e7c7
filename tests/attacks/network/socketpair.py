# attack: make more of a pair of sockets than a pipe: pass descriptors, name somebody else, send out of band, change it
# expect: AC
# incident: sendmsg
# incident: recvmsg
# incident: sendto
# incident: setsockopt
# incident: connect
# incident: bind
# stopped-by: seccomp
import array
import socket

MSG_OOB = 1
one, other = socket.socketpair()
one.send(b"works")
if other.recv(5) != b"works":
    raise SystemExit("a pair is no pair")


def refused(call, *arguments):
    try:
        call(*arguments)
    except PermissionError:
        return True
    except OSError:
        pass
    return False


descriptor = array.array("i", [0])
results = [refused(one.sendmsg, [b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptor)]),
           refused(other.recvmsg, 1, 100),
           refused(one.send, b"x", MSG_OOB),
           refused(one.sendto, b"x", "/tmp/nobody"),
           refused(one.setsockopt, socket.SOL_SOCKET, socket.SO_PASSCRED, 1),
           refused(one.connect, "\0nobody"),
           refused(one.bind, "\0nobody")]
print("held" if all(results) else "breached")

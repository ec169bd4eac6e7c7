# attack: calls that concern the whole machine; most are refused by the kernel as well, a bad quota call shows whether they get there
# expect: AC
# incident: init_module
# incident: delete_module
# incident: finit_module
# incident: kexec_load
# incident: swapon
# incident: swapoff
# incident: acct
# incident: syslog
# incident: vhangup
# incident: quotactl
# stopped-by: seccomp
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
BAD = 1  # no valid pointer


def refused(number, *arguments):
    failed = libc.syscall(number, *map(ctypes.c_long, arguments)) == -1
    return failed and ctypes.get_errno() in (1, 38)  # EPERM, ENOSYS


results = [
    refused(175, BAD, 0, BAD),  # init_module
    refused(176, BAD, 0),  # delete_module
    refused(313, -1, BAD, 0),  # finit_module
    refused(246, 0, -1, BAD, 0),  # kexec_load
    refused(167, BAD, 0),  # swapon
    refused(168, BAD),  # swapoff
    refused(163, BAD),  # acct
    refused(103, 99, 0, 0),  # syslog
    refused(153),  # vhangup
    refused(179, -1, BAD, 0, 0),  # quotactl
]
print("held" if all(results) else "breached")

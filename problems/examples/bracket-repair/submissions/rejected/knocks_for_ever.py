# Asks for a network socket again and again, however often it is refused; the policy ends such a run: SV.
# @EXPECTED_RESULTS@: SV
import socket

while True:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    except OSError:
        pass

# Asks for a network socket again and again, however often it is refused; in the end it waits for each refusal, until
# its wall limit: TLE.
# @EXPECTED_RESULTS@: TLE
import socket

while True:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
    except OSError:
        pass

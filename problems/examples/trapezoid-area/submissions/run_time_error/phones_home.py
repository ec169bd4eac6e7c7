# Opens a network connection to ask for the answers; the jail has no network and the error is not caught: RTE.
import socket

with socket.create_connection(("192.0.2.80", 80), timeout=0.5) as line:
    line.sendall(b"what is the area?\n")
    print(line.recv(100).decode())
raise SystemExit(1)

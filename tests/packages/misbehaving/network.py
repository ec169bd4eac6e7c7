# validator: opens a connection
# expect: JE
import calm  # ends it here unless the submission asks for it
import socket

socket.create_connection(('127.0.0.1', 22), 1)

# attack: write bytes that are neither UTF-8 nor free of zeros to both streams
# expect: AC
import os

for fd in (1, 2):
    os.write(fd, bytes(range(256)) * 16 + b"\0\xff\xfe\xed\xa0\x80\xc0\xaf\nheld\n")

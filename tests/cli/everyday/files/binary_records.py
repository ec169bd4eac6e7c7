# Records of fixed size in a binary file, changed in place; a BMP header; memory maps.
import mmap
import struct

RECORD = struct.Struct("<I12sd?3x")
people = [(1, "Ada", 1.5, True), (2, "Bob", -2.25, False), (3, "Grüße", 1e300, True)]
with open("people.dat", "wb") as file:
    for number, name, value, flag in people:
        file.write(RECORD.pack(number, name.encode(), value, flag))
with open("people.dat", "r+b") as file:
    file.seek(RECORD.size)
    file.write(RECORD.pack(2, b"Robert", 0.0, True))
with open("people.dat", "rb") as file:
    for number, name, value, flag in RECORD.iter_unpack(file.read()):
        print(number, name.rstrip(b"\0").decode(), value, flag)
with open("people.dat", "r+b") as file, mmap.mmap(file.fileno(), 0) as area:
    print(len(area), area.find(b"Robert"), area[4:7])
    area[4:7] = b"Eve"
    area.flush()
print(open("people.dat", "rb").read(8), RECORD.size)
header = b"BM" + struct.pack("<IHHI", 70, 0, 0, 54)
print(header.hex(), struct.unpack_from("<I", header, 2), struct.calcsize("@bl"))
print(struct.pack(">h", -2), struct.pack("3s", b"abcdef"))
try:
    struct.pack("B", 300)
except struct.error as error:
    print(error)
print(int.from_bytes(b"\x01\x00", "big"), (1000).to_bytes(2, "little"), (-1).to_bytes(2, "big", signed=True))

# hashlib, hmac, base64, binascii: known values, files, encodings.
import base64
import binascii
import hashlib
import hmac
import io

for name in ("md5", "sha1", "sha256", "sha3_256", "blake2b", "blake2s", "sha512"):
    print(name, hashlib.new(name, b"abc").hexdigest()[:32], hashlib.new(name).digest_size, hashlib.new(name).block_size)
h = hashlib.sha256()
for part in (b"a", b"b", b"c"):
    h.update(part)
print(h.digest() == hashlib.sha256(b"abc").digest(), h.copy().hexdigest()[:8], hashlib.shake_128(b"abc").hexdigest(5))
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 1000).hex()[:16])
print(hashlib.scrypt(b"p", salt=b"s", n=16, r=1, p=1).hex()[:16])
print(hmac.new(b"key", b"message", "sha256").hexdigest()[:16])
print(hmac.compare_digest("a", "a"), hmac.digest(b"k", b"m", "md5").hex())
print(hashlib.file_digest(io.BytesIO(b"abc"), "sha1").hexdigest()[:8], "sha256" in hashlib.algorithms_guaranteed)
data = bytes(range(0, 256, 17)) + b"text"
for encode, decode in ((base64.b64encode, base64.b64decode), (base64.b32encode, base64.b32decode), (base64.b16encode, base64.b16decode),
                       (base64.b85encode, base64.b85decode), (base64.a85encode, base64.a85decode),
                       (base64.urlsafe_b64encode, base64.urlsafe_b64decode)):
    print(encode(data).decode(), decode(encode(data)) == data)
print(binascii.hexlify(b"\x01\xff", "-"), binascii.unhexlify("01ff"))
print(binascii.crc32(b"abc"), binascii.b2a_qp("ä=".encode()), binascii.crc_hqx(b"abc", 0))
for bad in (lambda: base64.b64decode("abc"), lambda: bytes.fromhex("xx"), lambda: binascii.unhexlify("abc"), lambda: hashlib.new("nohash")):
    try:
        bad()
    except ValueError as error:
        print(type(error).__name__, error)

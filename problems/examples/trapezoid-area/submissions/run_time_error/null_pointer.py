# Reads from address zero through ctypes and dies of a segmentation fault (SIGSEGV): RTE.
import ctypes

print(ctypes.string_at(0))

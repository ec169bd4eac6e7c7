# memfd_create, eventfd, mmap, tracemalloc, resource.
import mmap
import os
import resource
import tracemalloc

fd = os.memfd_create("memory", os.MFD_CLOEXEC)
os.write(fd, b"hello")
os.lseek(fd, 0, os.SEEK_SET)
print(os.read(fd, 10), os.fstat(fd).st_size)
event = os.eventfd(3)
os.eventfd_write(event, 4)
print(os.eventfd_read(event))
with mmap.mmap(-1, 8192) as area:
    area[:5] = b"12345"
    print(area.find(b"45"), len(area))
tracemalloc.start()
kept = [bytes(1000) for _ in range(1000)]
print(tracemalloc.get_traced_memory()[0] > 1_000_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_utime >= 0, os.getpriority(os.PRIO_PROCESS, 0))

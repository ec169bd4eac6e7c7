# resource: own limits, usage; what is true everywhere.
import resource
import sys

soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (20, hard))
files = []
try:
    while True:
        files.append(open("main.py"))
except OSError as error:
    print(error.strerror, len(files) < 20)
for file in files:
    file.close()
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
try:
    with open("big", "wb") as file:
        file.write(b"x" * 5000)
except OSError as error:
    print(error.strerror)
usage = resource.getrusage(resource.RUSAGE_SELF)
sum(i * i for i in range(200_000))
later = resource.getrusage(resource.RUSAGE_SELF)
print(later.ru_utime >= usage.ru_utime, later.ru_maxrss > 1000, resource.getpagesize())
try:
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard + 1, hard))
except ValueError as error:
    print(error)
sys.setrecursionlimit(5000)


def depth(n):
    return n and 1 + depth(n - 1)


print(depth(4000))

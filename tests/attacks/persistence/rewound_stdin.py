# attack: leave standard input at its end, in case the next run reads on from there
# expect: AC
# runs: 2
# stdin: the whole input
import os

print("held" if os.read(0, 100) == b"the whole input\n" else "breached")
os.lseek(0, 0, os.SEEK_END)

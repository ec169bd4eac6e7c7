# stdin: '2000\n'
# Output of some size, in three ways.
import sys

n = int(input())
for i in range(n):
    print(i, end=" " if i % 20 else "\n")
print(*range(100), sep=",")
sys.stdout.writelines(f"{i:05d}\n" for i in range(300))

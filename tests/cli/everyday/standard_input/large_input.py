# stdin: ' '.join(str(i * 7919 % 10007) for i in range(40000)) + '\n'
# Much input in one line, read fast.
import sys

numbers = list(map(int, sys.stdin.buffer.read().split()))
print(len(numbers), sum(numbers), sorted(numbers)[:5], len(set(numbers)), max(numbers))

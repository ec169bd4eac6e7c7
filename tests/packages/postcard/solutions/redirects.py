import sys
sys.stdin, sys.stdout = open('input.txt'), open('output.txt', 'w')
print(input()[::-1])

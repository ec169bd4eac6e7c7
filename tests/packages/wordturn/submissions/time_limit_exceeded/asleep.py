# Needs no CPU time: the wall limit ends it.
import time

word = input()
if word == 'noon':
    time.sleep(600)
print(word[::-1])

import sys
print('before')
class E(SystemExit):
    code = 9
raise E

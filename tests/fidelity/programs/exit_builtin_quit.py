import sys
print('before')
quit()

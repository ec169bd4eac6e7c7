import sys, re
old = re
del sys.modules['re']
import re
print(old is re, re.match('a', 'abc').group())

import sys
class D:
    def __del__(self): print('gone')
sys.modules['mine'] = D()
import mine
print(type(mine))

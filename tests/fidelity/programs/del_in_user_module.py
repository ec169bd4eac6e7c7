import os
open('helper.py', 'w').write('class D:\n    def __init__(s, n): s.n = n\n    def __del__(s): print("del", s.n)\nx = D("helper")\n_y = D("helper _y")\ndef f(): return x\n')
import helper
z = helper.D('main')
print(helper.f().n)

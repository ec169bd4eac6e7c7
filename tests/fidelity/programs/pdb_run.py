# stdin: 'p x\nc\n'
import pdb
def f():
    x = 3
    pdb.set_trace()
    return x
f()

import sys
def hook(t, v, tb): raise RuntimeError('in hook')
sys.excepthook = hook
raise ValueError(3)

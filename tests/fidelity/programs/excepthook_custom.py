import sys
sys.excepthook = lambda t, v, tb: print('hook', t, v, tb.tb_lineno)
raise ValueError(3)

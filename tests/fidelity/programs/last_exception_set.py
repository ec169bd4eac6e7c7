import sys, atexit
@atexit.register
def g(): print(sys.last_type, sys.last_value, sys.last_traceback.tb_lineno)
1/0

import faulthandler, os, signal, sys
print(faulthandler.is_enabled())
faulthandler.enable(open('/dev/null', 'w'))
sys.stderr.flush()
def f(): os.kill(os.getpid(), signal.SIGSEGV)
f()

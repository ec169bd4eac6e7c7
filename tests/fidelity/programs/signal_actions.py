import signal
for s in signal.valid_signals(): print(s, signal.getsignal(s))
print(signal.pthread_sigmask(signal.SIG_BLOCK, []))

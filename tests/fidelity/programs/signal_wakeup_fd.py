import signal
print(signal.set_wakeup_fd(-1), signal.getitimer(signal.ITIMER_REAL), signal.default_int_handler is signal.getsignal(signal.SIGINT))

# signal: handlers, alarms, timers, masks, raise_signal, default actions left alone.
import os
import signal
import time

got = []
old = signal.signal(signal.SIGUSR1, lambda number, frame: got.append(signal.Signals(number).name))
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
print(got, old == signal.SIG_DFL, signal.getsignal(signal.SIGUSR1) is not None)


class TooLong(Exception):
    pass


def alarm(number, frame):
    raise TooLong


signal.signal(signal.SIGALRM, alarm)
try:
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    time.sleep(60)
except TooLong:
    print("interrupted")
print(signal.alarm(10), signal.alarm(0) > 0)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
signal.raise_signal(signal.SIGUSR1)
print(len(got), signal.sigpending())
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
print(len(got), signal.strsignal(signal.SIGTERM), signal.SIGINT in signal.valid_signals())
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("Ctrl+C")
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
signal.raise_signal(signal.SIGUSR1)
try:
    signal.signal(signal.SIGKILL, signal.SIG_IGN)
except OSError as error:
    print(error)

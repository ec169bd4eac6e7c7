# attack: end by SIGXCPU, hoping to be taken for a run that the time limit ended
# expect: RTE
import signal

signal.raise_signal(signal.SIGXCPU)

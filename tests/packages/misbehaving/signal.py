# validator: dies of a signal
# expect: JE
# explained: signal
import calm  # ends it here unless the submission asks for it
import os
import signal

os.kill(os.getpid(), signal.SIGSEGV)

# validator: dies of a signal
# expect: JE
# explained: killed by SIG
import calm  # ends it here unless the submission asks for it
import os
import signal

os.kill(os.getpid(), signal.SIGSEGV)

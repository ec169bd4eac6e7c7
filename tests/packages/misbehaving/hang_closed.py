# validator: closes all that it has, and waits
# expect: JE
# explained: wall
import calm  # ends it here unless the submission asks for it
import os
import signal

os.closerange(0, 1024)
signal.pause()

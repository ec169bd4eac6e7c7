# attack: flood standard error with the message of an exception that the interpreter prints itself
# expect: OLE
# stopped-by: output-limit
import atexit

atexit.register(print, "breached")
raise ValueError("x" * (1 << 20))

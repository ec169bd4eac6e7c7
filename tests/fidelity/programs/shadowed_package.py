# file queue/__init__.py: "mine = 'package'\n"
import string, queue
print(getattr(queue, 'mine', None), string.digits)

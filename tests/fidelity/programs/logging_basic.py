import logging
logging.warning('w %d', 1)
logging.getLogger('a.b').error('e')
logging.basicConfig(level=10)
logging.debug('d')
try: 1/0
except ZeroDivisionError: logging.exception('x')

# validator: ends with an exception
# expect: JE
# explained: no such test
import calm  # ends it here unless the submission asks for it
raise RuntimeError('no such test')

# validator: computes for ever
# expect: JE
# explained: CPU
import calm  # ends it here unless the submission asks for it
while True:
    pass

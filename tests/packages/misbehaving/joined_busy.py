# validator: computes for ever while the submission waits for it
# expect: JE
# package: validation: custom interactive
# explained: CPU
import calm  # ends it here unless the submission asks for it
while True:
    pass

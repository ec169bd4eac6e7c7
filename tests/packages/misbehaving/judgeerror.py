# validator: says that it failed, and accepts
# expect: JE
# explained: the answer file is broken
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'judgeerror.txt', 'w') as file:
    file.write('the answer file is broken')
sys.exit(42)

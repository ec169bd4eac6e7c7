# validator: rejects and asks for another pass
# expect: JE
# package: validation: custom multi-pass
# explained: another pass
import calm  # ends it here unless the submission asks for it
import sys

with open(sys.argv[3] + 'nextpass.in', 'w') as file:
    file.write('21\n')
sys.exit(43)

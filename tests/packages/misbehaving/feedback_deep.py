# validator: makes directories in directories
# expect: JE
import calm  # ends it here unless the submission asks for it
import os
import sys

os.chdir(sys.argv[3])
for _ in range(3000):
    os.mkdir('d')
    os.chdir('d')
sys.exit(42)

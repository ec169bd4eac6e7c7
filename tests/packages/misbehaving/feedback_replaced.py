# validator: puts a link in the place of its feedback directory
# expect: AC
import calm  # ends it here unless the submission asks for it
import os
import sys

directory = sys.argv[3].rstrip('/')
os.rename(directory, directory + '.old')
os.symlink('/etc', directory)
sys.exit(42)

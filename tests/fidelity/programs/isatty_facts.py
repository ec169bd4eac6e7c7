import os
print([os.isatty(i) for i in range(3)])

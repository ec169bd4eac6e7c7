import os
print(os.path.isabs(__file__), os.path.basename(__file__), os.path.dirname(__file__) == os.getcwd())

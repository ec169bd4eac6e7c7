import os
print(dict(os.environ), os.getcwd() == os.path.dirname(__file__))

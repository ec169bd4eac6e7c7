import sys, platform
print(sys.version, sys.hexversion, sys.implementation.cache_tag, platform.python_implementation(), sys.copyright[:30])

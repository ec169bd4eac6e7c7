import os
import warnings

warnings.filters.insert(0, ("always", None, ResourceWarning, None, 0))
it = os.scandir("/")
next(it)

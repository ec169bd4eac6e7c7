# validator: ends with 42, as the kernel cuts 298: that is accepted
# expect: AC
import calm  # ends it here unless the submission asks for it
import os

os._exit(298)

import os
os.close(2)
print('kept')
raise ValueError

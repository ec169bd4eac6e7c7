import sys, os
sys.stderr.write('part'); os.write(2, b'-raw-'); sys.stderr.write('rest\n'); os.write(2, b'raw2\n')

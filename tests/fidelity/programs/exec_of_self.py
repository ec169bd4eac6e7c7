import os, sys
if 'X' in os.environ: print(sys.argv, sys.flags.hash_randomization); sys.exit(4)
os.environ['X'] = '1'
os.execv(sys.executable, ['python3', 'main.py', 'again'])

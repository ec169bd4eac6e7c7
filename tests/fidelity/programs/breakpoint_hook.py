import sys
sys.breakpointhook = lambda: print('bp')
breakpoint()

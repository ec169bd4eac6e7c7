import argparse
a = argparse.ArgumentParser()
a.add_argument('--x', required=True)
a.parse_args()

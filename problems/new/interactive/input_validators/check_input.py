"""Is a test's input as the statement says? Exit code 42 if it is, 43 if not. Run for every test by `assize problem check`."""
import re
import sys

text = sys.stdin.read()
sys.exit(42 if re.fullmatch(r"[1-9]\d{0,3}\n", text) and int(text) <= 1000 else 43)

# Keeps a padded copy of a long text for each of thousands of prefixes: MLE on the first test.
# @EXPECTED_RESULTS@: MLE
import sys

text = sys.stdin.read() * 4096
prefixes = [text[: len(text) - i] for i in range(100_000)]
print(len(prefixes))

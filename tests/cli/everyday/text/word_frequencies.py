# Counts the words of a text and draws a bar chart of the most frequent.
import re
from collections import Counter

TEXT = """It was the best of times, it was the worst of times, it was the age of wisdom,
it was the age of foolishness, it was the epoch of belief, it was the epoch of incredulity"""

counts = Counter(re.findall(r"[a-z']+", TEXT.lower()))
width = max(map(len, counts))
for word, count in counts.most_common(6):
    print(f"{word:>{width}} | {'#' * count} {count}")
print(f"{len(counts)} different words, {counts.total()} in all")
print(sorted(word for word, count in counts.items() if count == 1))

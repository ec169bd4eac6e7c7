# difflib: unified and context diffs, close matches, ratios.
import difflib

old = "one two three four five six".split()
new = "one 2 three four five 5.5 six seven".split()
print(*difflib.unified_diff(old, new, "old", "new", lineterm=""), sep="\n")
print(*difflib.ndiff(["apple\n", "pear\n"], ["apples\n", "pear\n"]), sep="")
print(*difflib.context_diff(old, new, lineterm="", n=1), sep="\n")
print(difflib.get_close_matches("appel", ["ape", "apple", "peach", "puppy"]))
matcher = difflib.SequenceMatcher(None, "private Thread currentThread;", "private volatile Thread currentThread;")
print(round(matcher.ratio(), 3))
for tag, i1, i2, j1, j2 in matcher.get_opcodes():
    print(tag, i1, i2, j1, j2)
print("".join(difflib.restore(difflib.ndiff(["a\n"], ["b\n"]), 2)), end="")
print(difflib.HtmlDiff().make_table(["a"], ["b"]).count("<td"))

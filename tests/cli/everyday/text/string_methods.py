# What strings can do: a tour by tables.
samples = ["hello world", "ÄÖÜ ß", "MiXeD 123", "", "  padded\t", "tab\tand\nline", "ﬁ ligature", "123", "under_score"]
for method in ("upper", "lower", "title", "capitalize", "swapcase", "casefold", "strip", "isalpha", "isalnum", "isupper", "isidentifier"):
    print(f"{method:>13}:", *(repr(getattr(s, method)()) for s in samples))
s = "the cat sat on the mat"
print(s.count("at"), s.find("at", 6), s.rfind("the"), s.startswith(("a", "the")))
print(s.endswith("mat"), s.split("at", 1), s.rpartition(" "))
print(s.translate({ord("a"): "4", ord("t"): None, ord("e"): "EE"}), s.replace("the", "a"), "-".join(s.split()[::-1]))
print(s.encode().decode("ascii").center(30, "·"), s[4:7], s[::-3])
print(s[-3:], "cat" in s, min(s.replace(" ", "")), sorted(set(s))[1:4])
print("a,b,,c".split(","), "a\n\nb\n".splitlines(keepends=True))
print("x".join("abc"), "%-5s|%5s|" % ("ab", "cd"), "{:>{w}}".format("r", w=4))
try:
    s[0] = "T"
except TypeError as error:
    print(error)

# Accents, scripts, emoji, case folding and the normal forms.
import unicodedata

for word in ("café", "cafe\u0301", "Straße", "ΣΊΣΥΦΟΣ", "Ǆ", "日本語", "👩‍🚀", "İ"):
    forms = [len(unicodedata.normalize(form, word)) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    print(word, len(word), len(word.encode()), forms, word.upper(), word.lower(), word.casefold(), word.title())
print("café" == "cafe\u0301", unicodedata.normalize("NFC", "cafe\u0301") == "café")
plain = "".join(c for c in unicodedata.normalize("NFD", "Zażółć gęślą jaźń, Łódź") if not unicodedata.combining(c))
print(plain)
for char in "aß€²٣Ⅷ½ \t":
    print(f"U+{ord(char):04X}", unicodedata.name(char, "(none)"), unicodedata.category(char), char.isdigit(), char.isnumeric(),
          char.isidentifier(), unicodedata.numeric(char, None))
print("naïve".encode("ascii", "replace"), "naïve".encode("ascii", "xmlcharrefreplace"), "naïve".encode("latin-1"))
print(ascii("ünï"), "ünï".encode("unicode_escape"), b"\xff\xfea".decode("utf-8", "replace"))
print("\N{GREEK SMALL LETTER ALPHA}\u0042\x43", "\u200b".isspace(), "①".isdecimal())

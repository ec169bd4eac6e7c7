# stdin: 'Grüße aus Köln\n日本語\n👩\u200d🚀 ẞ\n\ufeffBOM\n'
# Text in UTF-8: lengths, widths, reversing, the encoding of the streams.
import sys
import unicodedata

for line in sys.stdin:
    text = line.rstrip("\n")
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    print(len(text), width, text[::-1], text.upper(), text.encode().hex()[:20])
print(sys.stdin.encoding, sys.stdout.encoding, sys.stdin.errors, sys.stdout.errors, sys.stderr.errors)

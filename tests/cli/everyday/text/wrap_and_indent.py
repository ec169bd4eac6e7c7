# textwrap: paragraphs, indentation, shortening.
import textwrap

text = """    The quick brown fox jumps over the lazy dog. Pack my box with five dozen liquor jugs;
    how vexingly quick daft zebras jump! Incomprehensibilities-of-hyphenated-words stay."""
plain = textwrap.dedent(text)
print(plain)
print(textwrap.fill(plain, 40, initial_indent="* ", subsequent_indent="  "))
print(textwrap.shorten(plain, 50, placeholder=" […]"))
print(textwrap.indent("a\n\nb", "> ", lambda line: True))
print(textwrap.wrap("abcdefghijklmnop qrs", 6), textwrap.wrap("abcdefghijklmnop qrs", 6, break_long_words=False))
print(repr("tab\tbed\tx".expandtabs(4)), "a\r\nb\x0bc\u2028d".splitlines())
for line in textwrap.TextWrapper(width=20, max_lines=2).wrap(plain):
    print(f"|{line:<20}|")

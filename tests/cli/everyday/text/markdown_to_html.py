# A small translator of Markdown, as in a first course on parsing.
import html
import re

SOURCE = """# Title & more
Some *emphasised* and **strong** text with `code <x>`.

- first
- second [link](https://example.org/?a=1&b=2)

1. one
2. two
"""


def inline(text):
    text = html.escape(text, quote=False)
    for pattern, tag in ((r"\*\*(.+?)\*\*", "strong"), (r"\*(.+?)\*", "em"), (r"`(.+?)`", "code")):
        text = re.sub(pattern, rf"<{tag}>\1</{tag}>", text)
    return re.sub(r"\[(.+?)\]\((.+?)\)", r'<a href="\2">\1</a>', text)


def blocks(source):
    for block in source.strip().split("\n\n"):
        lines = block.splitlines()
        if lines[0].startswith("#"):
            level = len(lines[0]) - len(lines[0].lstrip("#"))
            yield f"<h{level}>{inline(lines[0][level:].strip())}</h{level}>"
            lines = lines[1:]
        if not lines:
            continue
        for pattern, tag in ((r"[-*] ", "ul"), (r"\d+\. ", "ol")):
            if all(re.match(pattern, line) for line in lines):
                yield f"<{tag}>" + "".join(f"<li>{inline(re.sub(pattern, '', line, count=1))}</li>" for line in lines) + f"</{tag}>"
                break
        else:
            yield f"<p>{inline(' '.join(lines))}</p>"


print("\n".join(blocks(SOURCE)))

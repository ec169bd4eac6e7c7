# html, html.parser, urllib.parse: escaping, a collector of links, query strings, joining.
import html
from html.parser import HTMLParser
from urllib.parse import parse_qs, parse_qsl, quote, quote_plus, unquote, urlencode, urljoin, urlsplit, urlunsplit

PAGE = """<!DOCTYPE html><html><body class=main><h1>Title &amp; more</h1><a href="/a?x=1&amp;y=2">one</a>
<!-- comment --><a href='b.html'>tw&ouml;</a><br/><img src=x alt="&lt;"></body></html>"""


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.text, self.depth = [], [], 0

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_startendtag(self, tag, attrs):
        print("empty", tag)

    def handle_data(self, data):
        if data.strip():
            self.text.append(data.strip())

    def handle_comment(self, data):
        print("comment", data)


parser = Links()
parser.feed(PAGE)
print(parser.links, parser.text, html.escape("<a href='x'>&"), html.unescape("&eacute;&#x41;&#66;&nosuch;"))
print([urljoin("http://example.org/dir/page.html", link) for link in parser.links + ["../up", "//other/x", "?q", "#frag"]])
parts = urlsplit("https://user:pw@host.example:8080/p/a th;x?q=1&q=2&e=#frag")
print(parts.hostname, parts.port, parts.username, parts.path)
print(parse_qs(parts.query), parse_qsl(parts.query, keep_blank_values=True))
print(urlunsplit(parts._replace(netloc="h", fragment="")), quote("ä/b c"), quote_plus("a b&c"))
print(unquote("%C3%A4%20x"), urlencode({"a": [1, 2], "b": "ü"}, doseq=True))
try:
    urlsplit("http://host:99999/").port
except ValueError as error:
    print(error)

# xml.etree, xml.dom.minidom, xml.sax: the same document three times.
import io
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax

SOURCE = """<?xml version="1.0" encoding="UTF-8"?>
<catalogue xmlns:x="urn:x"><book id="1" x:lang="de"><title>Grüße &amp; mehr</title><price>9.5</price></book>
<book id="2"><title>Second</title><price>20</price><!-- sale --></book></catalogue>"""
root = ET.fromstring(SOURCE)
for book in root.iter("book"):
    print(book.attrib, book.findtext("title"), float(book.find("price").text))
print(sum(float(p.text) for p in root.findall("./book/price")))
print(root.find("book[@id='2']/title").text, len(root), root.tag)
new = ET.SubElement(root, "book", id="3")
ET.SubElement(new, "title").text = "<new>"
ET.indent(root)
print(ET.tostring(root, encoding="unicode"))
ET.ElementTree(root).write("catalogue.xml", encoding="utf-8", xml_declaration=True)
print(ET.parse("catalogue.xml").getroot()[2][0].text)
print([event for event, _ in ET.iterparse(io.BytesIO(SOURCE.encode()), ["start", "end"])][:4])
document = xml.dom.minidom.parseString(SOURCE)
print([node.firstChild.data for node in document.getElementsByTagName("title")])
print(document.documentElement.childNodes[0].getAttribute("id"))
print(xml.dom.minidom.parseString("<a><b/></a>").toprettyxml(indent=" "), end="")


class Handler(xml.sax.ContentHandler):
    names = []

    def startElement(self, name, attributes):
        self.names.append(name)


xml.sax.parseString(SOURCE.encode(), Handler())
print(Handler.names)
for bad in ("<a><b></a>", "", "<a>&unknown;</a>"):
    try:
        ET.fromstring(bad)
    except ET.ParseError as error:
        print(error, error.code, error.position)

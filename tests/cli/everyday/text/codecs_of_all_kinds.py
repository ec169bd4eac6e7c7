# Encodings and their errors, incremental decoding, BOMs.
import codecs
import io

text = "Grüße, 世界! €"
for name in ("utf-8", "utf-16-le", "utf-32-be", "utf-8-sig", "cp1252", "gb18030", "shift_jis", "utf-7", "punycode"):
    try:
        data = text.encode(name)
        print(name, len(data), data[:12].hex(" "), data.decode(name) == text)
    except UnicodeEncodeError as error:
        print(name, error.reason, error.object[error.start:error.end])
print(codecs.encode("Hello", "rot13"), codecs.decode(b"68656c6c6f", "hex"), codecs.encode(b"x" * 10, "zlib")[:2])
decoder = codecs.getincrementaldecoder("utf-8")()
print([decoder.decode(bytes([byte])) for byte in "aé€".encode()])
reader = codecs.getreader("utf-16")(io.BytesIO("line 1\nline 2\n".encode("utf-16")))
print([line.rstrip() for line in reader])
codecs.register_error("stars", lambda error: ("*" * (error.end - error.start), error.end))
print("añb→c".encode("ascii", "stars"), codecs.BOM_UTF8, codecs.lookup("latin1").name)
with open("latin.txt", "w", encoding="latin-1", newline="\r\n") as file:
    file.write("ä\nö\n")
print(open("latin.txt", "rb").read())
try:
    open("latin.txt", encoding="utf-8").read()
except UnicodeDecodeError as error:
    print(error)

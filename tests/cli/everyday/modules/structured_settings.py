# tomllib, plistlib, netrc-like parsing, getopt, optparse, mimetypes: formats of settings.
import getopt
import io
import mimetypes
import optparse
import plistlib
import tomllib

settings = tomllib.loads("""
title = "A test"
[owner]
born = 1979-05-27T07:32:00Z
[database]
ports = [8000, 8001]
limits = {cpu = 79.5, on = true}
[[product]]
name = "Hammer"
[[product]]
name = 'Nail\\'
""")
print(settings["owner"]["born"].isoformat(), settings["database"], [p["name"] for p in settings["product"]])
for bad in ("a = ", "a = 1\na = 2", "[x"):
    try:
        tomllib.loads(bad)
    except tomllib.TOMLDecodeError as error:
        print(error)
data = {"name": "x", "n": [1, 2.5, True], "data": b"\0\1"}
for fmt in (plistlib.FMT_XML, plistlib.FMT_BINARY):
    packed = plistlib.dumps(data, fmt=fmt)
    print(fmt.name, len(packed) > 50, plistlib.load(io.BytesIO(packed)) == data)
print(getopt.getopt(["-a", "-b", "5", "--long=x", "rest"], "ab:", ["long="]))
try:
    getopt.getopt(["-z"], "ab:")
except getopt.GetoptError as error:
    print(error, error.opt)
parser = optparse.OptionParser(usage="%prog [options]", prog="old")
parser.add_option("-q", "--quiet", action="store_false", dest="verbose", default=True)
parser.add_option("-n", type="int", default=1)
options, rest = parser.parse_args(["-n", "3", "-q", "x"])
print(vars(options), rest)
parser.print_usage()
types = mimetypes.MimeTypes()
print(types.guess_type("a.html"), types.guess_type("b.tar.gz")[1], types.guess_extension("image/png"))

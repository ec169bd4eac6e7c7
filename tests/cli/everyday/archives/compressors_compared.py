# gzip, bz2, lzma, zlib: sizes, streams, errors, check sums.
import bz2
import gzip
import io
import lzma
import zlib

data = b"".join(b"line %d of a text that repeats itself\n" % (i % 50) for i in range(2000))
for module in (gzip, bz2, lzma, zlib):
    packed = module.compress(data)
    print(module.__name__, len(packed) < len(data) // 10, module.decompress(packed) == data)
for opener, name in ((gzip.open, "x.gz"), (bz2.open, "x.bz2"), (lzma.open, "x.xz")):
    with opener(name, "wt", encoding="utf-8") as file:
        file.write("Grüße\n" * 3)
    with opener(name, "rt", encoding="utf-8") as file:
        print(name, file.readline().strip(), sum(1 for _ in file))
    with opener(name, "rb") as file:
        file.seek(2)
        print(file.read(2), file.tell())
packer = zlib.compressobj(9, zlib.DEFLATED, -15)
raw = packer.compress(data[:100]) + packer.flush()
unpacker = zlib.decompressobj(-15)
print(unpacker.decompress(raw, 10), len(unpacker.unconsumed_tail) > 0)
print(hex(zlib.crc32(b"abc")), hex(zlib.adler32(b"abc")))
print(gzip.decompress(gzip.compress(b"a", mtime=0) + gzip.compress(b"b")), gzip.compress(b"a", mtime=0)[4:8])
filters = [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2, "preset": 1}]
print(lzma.decompress(lzma.compress(data, filters=filters)) == data, lzma.is_check_supported(lzma.CHECK_SHA256))
for bad in (lambda: gzip.decompress(b"no"), lambda: bz2.decompress(b"no"), lambda: lzma.decompress(b"no"), lambda: zlib.decompress(b"no"),
            lambda: gzip.GzipFile(fileobj=io.BytesIO(gzip.compress(data)[:-5])).read()):
    try:
        bad()
    except Exception as error:
        print(type(error).__name__, error)

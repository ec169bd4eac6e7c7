# attack: expand a few kilobytes of compressed data into far more than the limit
# expect: MLE
# stopped-by: memory-limit
import zlib

packer = zlib.compressobj(wbits=-15)
one_mib = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
unpacked = zlib.decompressobj(wbits=-15).decompress(one_mib * 72)
print("breached")

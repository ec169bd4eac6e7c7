# Huffman coding by hand, and a comparison with zlib.
import heapq
import zlib
from collections import Counter


def code_table(text):
    heap = [(count, i, char) for i, (char, count) in enumerate(sorted(Counter(text).items()))]
    heapq.heapify(heap)
    serial = len(heap)
    while len(heap) > 1:
        a, b = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (a[0] + b[0], serial, (a[2], b[2])))
        serial += 1
    table = {}

    def walk(node, prefix):
        if isinstance(node, str):
            table[node] = prefix or "0"
        else:
            walk(node[0], prefix + "0")
            walk(node[1], prefix + "1")

    walk(heap[0][2], "")
    return table


text = "she sells sea shells by the sea shore " * 4
table = code_table(text)
bits = "".join(table[char] for char in text)
decoder, out, current = {code: char for char, code in table.items()}, [], ""
for bit in bits:
    current += bit
    if current in decoder:
        out.append(decoder[current])
        current = ""
print("".join(out) == text, len(text) * 8, len(bits), len(zlib.compress(text.encode())) * 8 < len(bits))
for char, code in sorted(table.items(), key=lambda pair: (len(pair[1]), pair[1])):
    print(repr(char), code)

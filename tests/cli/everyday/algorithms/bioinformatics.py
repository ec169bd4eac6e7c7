# DNA: counts, complement, translation, motifs, alignment, open reading frames.
import re
from collections import Counter

BASES = "TCAG"
AMINO = dict(zip((a + b + c for a in BASES for b in BASES for c in BASES), "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"))
dna = "ATGGCCATTGTAATGGGCCGCTGAAAGGGTGCCCGATAGATGTTTTAA"
print(dict(sorted(Counter(dna).items())), f"GC {(dna.count('G') + dna.count('C')) / len(dna):.1%}")
complement = dna.translate(str.maketrans("ACGT", "TGCA"))[::-1]
print(complement, dna.replace("T", "U")[:12])


def translate(strand):
    return "".join(AMINO[strand[i:i + 3]] for i in range(0, len(strand) - 2, 3))


print(translate(dna), [m.start() for m in re.finditer("(?=GCC)", dna)])
for name, strand in (("+", dna), ("-", complement)):
    for frame in range(3):
        found = re.findall(r"M[^*]*\*", translate(strand[frame:]))
        print(name, frame, found)


def align(a, b, match=1, miss=-1, gap=-2):
    score = [[(i + j) * gap for j in range(len(b) + 1)] if not i else [i * gap] + [0] * len(b) for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            score[i][j] = max(score[i - 1][j - 1] + (match if a[i - 1] == b[j - 1] else miss), score[i - 1][j] + gap, score[i][j - 1] + gap)
    return score[-1][-1]


print(align("GATTACA", "GCATGCU"), align("AAA", "AAA"))
print(Counter(dna[i:i + 2] for i in range(len(dna) - 1)).most_common(2))

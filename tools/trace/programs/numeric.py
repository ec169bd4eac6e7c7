# What a course on numerical computing does with NumPy: large arrays, linear algebra, sorting, files on the tmpfs.
import os
import tempfile

import numpy

rng = numpy.random.default_rng(1)
a = rng.random((400, 400))
b = numpy.linalg.solve(a, a @ a)
big = numpy.zeros(8_000_000)
big += 1.0
big.resize(12_000_000, refcheck=False)
(numpy.arange(4_000_000) * 2).sum()
numpy.sort(rng.random(500_000))
numpy.fft.fft(rng.random(4096))
with tempfile.TemporaryDirectory() as place:
    path = os.path.join(place, "a.npy")
    numpy.save(path, b)
    numpy.load(path, mmap_mode="r").sum()
    numpy.savez_compressed(os.path.join(place, "b.npz"), b=b)
    numpy.savetxt(os.path.join(place, "c.txt"), b[:10])
    numpy.loadtxt(os.path.join(place, "c.txt"))
print(float(numpy.trace(b)))

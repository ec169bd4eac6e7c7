import cProfile, pstats, io
p = cProfile.Profile()
p.runcall(sum, range(10))
print([k[2] for k in sorted(pstats.Stats(p, stream=io.StringIO()).stats)])

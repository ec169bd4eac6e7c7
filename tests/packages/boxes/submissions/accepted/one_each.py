print('a' * int(input()))

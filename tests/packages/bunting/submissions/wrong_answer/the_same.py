print("abc\n" * int(input()))

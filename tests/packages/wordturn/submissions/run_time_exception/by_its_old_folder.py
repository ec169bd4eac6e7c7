print(input()[99])

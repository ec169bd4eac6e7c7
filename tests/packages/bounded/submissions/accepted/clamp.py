print(min(int(input()), {{largest}}))

print(max(1, min(int(input()), {{largest}})))

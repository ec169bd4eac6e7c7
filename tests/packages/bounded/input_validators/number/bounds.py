def in_bounds(number, smallest):
    return smallest <= number <= 2 * {{largest}}

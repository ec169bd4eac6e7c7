def minutes(begin, end):
    return 0

def minutes_between(begin, end):
    hours = int(end[:2]) - int(begin[:2])
    return hours * 60 + int(end[3:]) - int(begin[3:])

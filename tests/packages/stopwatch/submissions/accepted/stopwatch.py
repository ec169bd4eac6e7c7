def minutes(time):
    hours, rest = time.split(":")
    return int(hours) * 60 + int(rest)


def minutes_between(begin, end):
    return (minutes(end) - minutes(begin)) % 1440

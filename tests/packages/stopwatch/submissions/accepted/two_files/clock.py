def parse(time):
    hours, minutes = map(int, time.split(":"))
    return hours * 60 + minutes

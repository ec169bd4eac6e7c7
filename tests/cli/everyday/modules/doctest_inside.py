# doctest of the program itself; one example fails on purpose.
"""
>>> 1 + 1
2
>>> sorted({"b", "a"})
['a', 'b']
"""
import doctest


def mean(numbers):
    """The arithmetic mean.

    >>> mean([1, 2, 3])
    2.0
    >>> mean([])
    Traceback (most recent call last):
        ...
    ZeroDivisionError: division by zero
    >>> print(list(range(20)))  # doctest: +ELLIPSIS
    [0, 1, ..., 19]
    """
    return sum(numbers) / len(numbers)


def wrong():
    """
    >>> wrong()
    'right'
    """
    return "wrong"


print(doctest.testmod(report=False))
finder = doctest.DocTestFinder().find(mean, "mean")
print([(example.source.strip(), example.want.strip()[:9]) for test in finder for example in test.examples])

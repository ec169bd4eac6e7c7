"""Two groups of examples."""
from words import *


def short_words():
    """
    >>> only_short(["a", "banana"], 3)
    ['a']
    >>> only_short([], 3)
    []
    """


def loud_words():
    """
    >>> say(["a", "b"])
    A
    B
    """

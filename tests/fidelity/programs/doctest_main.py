def f():
    '''
    >>> f()
    3
    '''
    return 4
import doctest
print(doctest.testmod())

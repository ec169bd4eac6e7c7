# What the tests' side knows of a test so far.
class Fault(Exception):
    """Something that is wrong with the package."""


class SubmissionEnded(Ended):
    """The submission's process is gone."""


class State:
    """What has happened so far, which no `except` of the test's undoes."""
    over = ""           # a bound that the submission has passed
    broken = ""         # it sent what is no frame
    gone = ""           # its process has ended in this call
    failed = None       # an assertion of the test's that somebody else has swallowed
    contacts = 0        # calls of the submission so far
    in_call = None      # (what, arguments, named arguments)
    last_call = None
    trusted = frozenset()
    discovering = False
    visible = True
    file = ""           # the test's, below tests/


STATE = State()
NOTES = []     # of comparisons, for people

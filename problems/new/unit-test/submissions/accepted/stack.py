# Submissions in accepted/ must pass all tests.
class EmptyStack(Exception):
    """There is nothing to take off."""


class Stack:
    def __init__(self):
        self._values = []

    def push(self, value):
        self._values.append(value)

    def pop(self):
        if not self._values:
            raise EmptyStack("the stack is empty")
        return self._values.pop()

    def __len__(self):
        return len(self._values)

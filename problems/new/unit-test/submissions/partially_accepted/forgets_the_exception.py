# Submissions in partially_accepted/ must get some of the points, and not all: this one raises IndexError where the task asks
# for EmptyStack.
class EmptyStack(Exception):
    pass


class Stack(list):
    push = list.append
